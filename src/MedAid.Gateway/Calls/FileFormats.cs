using MedAid.Contract.Files.V1;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Calls;

/// <summary>From the format that a request asks for to that of the file.</summary>
internal static class FileFormats
{
    private const string Field = "format";

    /// <summary>The ending of the file: that of the format, or the first that the call makes; a violation where it makes none such.</summary>
    /// <param name="format">As the request has it.</param>
    /// <param name="made">Endings of the files that the call makes, the usual one first.</param>
    /// <param name="violations">The bad fields.</param>
    public static string EndingOf(FileFormat format, IReadOnlyList<string> made, List<FieldViolation> violations)
    {
        var ending = format == FileFormat.Unspecified ? made[0] : Ending(format);
        if (!made.Contains(ending))
        {
            violations.Add(new FieldViolation(Field, FieldRule.UnknownWord, $"只能是 {string.Join('、', made.Select(WordOf))}"));
        }

        return ending;
    }

    private static string Ending(FileFormat format) => format.ToString().ToLowerInvariant();

    private static string WordOf(string ending) => $"FILE_FORMAT_{ending.ToUpperInvariant()}";
}
