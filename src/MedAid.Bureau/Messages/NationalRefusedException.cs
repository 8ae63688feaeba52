namespace MedAid.Bureau.Messages;

/// <summary>
/// A message that is refused, with one Chinese sentence that says what is wrong. It holds nothing of the message but names of fields.
/// </summary>
public sealed class NationalRefusedException(string message) : Exception(message);
