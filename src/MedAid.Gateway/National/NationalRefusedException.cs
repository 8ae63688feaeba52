namespace MedAid.Gateway.National;

/// <summary>
/// A message that is refused, with one Chinese sentence that says what is wrong. It holds nothing of the message but names of fields.
/// </summary>
internal sealed class NationalRefusedException(string message) : Exception(message);
