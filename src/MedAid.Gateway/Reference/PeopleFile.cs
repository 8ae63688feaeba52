using System.Text.Json;
using System.Text.Json.Serialization;
using MedAid.Core;
using MedAid.Core.Policy;
using MedAid.Gateway.Hosting;
using MedAid.People;
using MedAid.People.Privacy;
using MedAid.Settlement.People;

namespace MedAid.Gateway.Reference;

/// <summary>
/// Reads people.json into the register's form. The id number becomes a token and a birth date; together with the name it goes on only to
/// be sealed.
/// </summary>
internal static class PeopleFile
{
    private const int CountyDigits = 6;

    private static readonly JsonSerializerOptions Strict = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    /// <summary>The persons of a file; none if there is no file.</summary>
    public static IReadOnlyList<InsuredPerson> Read(string path, PersonTokens tokens)
    {
        if (!File.Exists(path))
        {
            return [];
        }

        try
        {
            var rows = JsonSerializer.Deserialize<PersonRow[]>(File.ReadAllText(path), Strict) ?? [];
            return
            [
                .. rows.Select((row, i) => new InsuredPerson(
                    tokens.Of(row.IdNumber), Person(row, i + 1, path, tokens), new PersonDetail(row.Name, row.IdNumber))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StartProblemException($"{path}: 文件打不开，请检查权限", e);
        }
        catch (JsonException e)
        {
            throw new StartProblemException($"{path}:{(e.LineNumber ?? 0) + 1}: 不是规范的人员文件（{e.Path}），请检查拼写和缺少的键", e);
        }
    }

    private static Eligibility Person(PersonRow row, int number, string path, PersonTokens tokens)
    {
        StartProblemException.ThrowIfAny(Problems(row).Select(problem => $"{path}: 第 {number} 人{problem}"));
        return new Eligibility
        {
            PersonKey = tokens.NewPersonKey(row.IdNumber),
            Version = 0,
            Scheme = row.Scheme,
            County = row.County,
            BirthDate = IdNumber.BirthDate(row.IdNumber)!.Value,
            Employment = row.Employment is { } word ? Word(Vocabulary.Employment, word, number, path) : null,
            Identities = [.. row.Identities.Select(i =>
                new IdentitySpan(Word(Vocabulary.Identity, i.Kind, number, path), i.From, i.Until))],
            Qualifications = [.. row.Qualifications.Select(q =>
                new Qualification(Word(QualificationKinds.Words, q.Kind, number, path), q.Disease, q.Approved, q.Until, q.Hospital))],
        };
    }

    /// <summary>What is wrong with the form of a row. A county that is not one would later break the look-up of its place and its law.</summary>
    private static IEnumerable<string> Problems(PersonRow row)
    {
        if (IdNumberProblem.Of(row.IdNumber) is { } problem)
        {
            yield return $"的身份证号码：{problem.Text}";
        }

        if (row.Scheme.Length == 0 || !row.Scheme.All(c => char.IsAsciiLetterLower(c) || c == '_'))
        {
            yield return "的险种 scheme 不对，要与政策包的 scheme 相同，如 resident";
        }

        if (row.County.Text.Length != CountyDigits || !row.County.Text.All(char.IsAsciiDigit))
        {
            yield return $"的参保县 county 不对，要写 {CountyDigits} 位行政区划代码";
        }

        if (row.Identities.Any(i => i.From > i.Until))
        {
            yield return "的身份日期不对，from 不能晚于 until";
        }

        if (row.Qualifications.Any(q => q.Approved > q.Until))
        {
            yield return "的资格日期不对，approved 不能晚于 until";
        }
    }

    private static T Word<T>(WordList<T> words, string word, int number, string path)
        where T : struct, Enum => words.TryFind(word, out var found)
            ? found
            : throw new StartProblemException($"{path}: 第 {number} 人的 {word} 不认识，只能是其中之一：{string.Join("、", words.Words)}");

    private sealed record PersonRow(
        string IdNumber,
        string Name,
        string Scheme,
        CountyCode County,
        IReadOnlyList<IdentityRow> Identities,
        IReadOnlyList<QualificationRow> Qualifications,
        string? Employment = null);

    private sealed record IdentityRow(string Kind, DateOnly? From = null, DateOnly? Until = null);

    private sealed record QualificationRow(string Kind, string Disease, DateOnly Approved, DateOnly? Until = null, HospitalCode? Hospital = null);
}
