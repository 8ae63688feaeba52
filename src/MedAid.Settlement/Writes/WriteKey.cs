namespace MedAid.Settlement.Writes;

/// <summary>The caller's key of a write.</summary>
/// <param name="RequestId">Chosen by the caller; it stands for one write, for ever.</param>
/// <param name="ContentHash">Tells one content from another; lower-case hexadecimal.</param>
/// <param name="ValidateOnly">True: everything is checked and decided, nothing is kept.</param>
public sealed record WriteKey(string RequestId, string ContentHash, bool ValidateOnly = false);

/// <summary>A write: under which key, by whom, and when, to the microsecond.</summary>
public sealed record WriteHead(WriteKey Key, string Operator, DateTimeOffset Time);
