using MedAid.Contract.Files.V1;
using MedAid.Settlement.Claims;
using MedAid.Tables;

namespace MedAid.Gateway.Calls;

/// <summary>From the format that a request asks for to the kind of the file. The numbers are the same in both.</summary>
internal static class FileFormats
{
    private const string Field = "format";

    /// <summary>The kind of the file: that of the format, or the first that the call makes; a violation where it makes none such.</summary>
    /// <param name="format">As the request has it.</param>
    /// <param name="made">Kinds of files that the call makes, the usual one first.</param>
    /// <param name="violations">The bad fields.</param>
    public static OutputFormat KindOf(FileFormat format, IReadOnlyList<OutputFormat> made, List<FieldViolation> violations)
    {
        var kind = format == FileFormat.Unspecified ? made[0] : (OutputFormat)(int)format;
        if (!made.Contains(kind))
        {
            violations.Add(new FieldViolation(Field, FieldRule.UnknownWord, $"只能是 {string.Join('、', made.Select(WordOf))}"));
        }

        return kind;
    }

    private static string WordOf(OutputFormat kind) => $"FILE_FORMAT_{OutputFormats.EndingOf(kind).ToUpperInvariant()}";
}
