namespace MedAid.Bureau.Signing;

/// <summary>A message as it goes over the line.</summary>
/// <param name="Body">Its body.</param>
/// <param name="Headers">Its headers besides the content type.</param>
public sealed record SignedMessage(byte[] Body, IReadOnlyDictionary<string, string> Headers);
