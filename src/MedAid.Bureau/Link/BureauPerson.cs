using System.Collections.Concurrent;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Bureau.Link;

/// <summary>Name and number of a person, for the question who they are at the bureau. It is held for one message and never kept or logged.</summary>
/// <param name="Name">Name.</param>
/// <param name="IdNumber">Id number.</param>
public sealed record PersonIdentity(string Name, string IdNumber);

/// <summary>A person at the bureau (1101).</summary>
/// <param name="BureauPersonNumber">Their number there (<c>psn_no</c>).</param>
/// <param name="Insurance">Kind of insurance (<c>insutype</c>).</param>
/// <param name="InsuredDistrict">District of insurance (<c>insuplc_admdvs</c>).</param>
/// <param name="Identity">Name and number here.</param>
public sealed record BureauPerson(string BureauPersonNumber, string Insurance, string InsuredDistrict, PersonIdentity Identity);

/// <summary>
/// Who persons are at the bureau, in memory only: nothing of it is written down, and after a start it is asked for again. When it is full it begins
/// anew.
/// </summary>
public sealed class BureauPersons
{
    private readonly ConcurrentDictionary<(string LinkId, PersonKey PersonKey), BureauPerson> known = new();

    /// <summary>A person as last asked for, or null.</summary>
    public BureauPerson? Find(string linkId, PersonKey personKey) => known.GetValueOrDefault((linkId, personKey));

    /// <summary>Keeps a person.</summary>
    public void Keep(string linkId, PersonKey personKey, BureauPerson person)
    {
        if (known.Count >= LinkLimits.PersonsHeldMax)
        {
            known.Clear();
        }

        known[(linkId, personKey)] = person;
    }
}

/// <summary>Takes what is personal out of what the bureau says.</summary>
internal static class Said
{
    private const string Gone = "＊";
    private const int DigitsMin = 11;

    /// <summary>A sentence of the bureau without the person's name, numbers, and any other long run of digits.</summary>
    public static string Clean(string text, BureauPerson? person, PersonIdentity? identity)
    {
        foreach (var word in new[] { person?.BureauPersonNumber, identity?.Name, identity?.IdNumber })
        {
            text = string.IsNullOrEmpty(word) ? text : text.Replace(word, Gone, StringComparison.OrdinalIgnoreCase);
        }

        var clean = new System.Text.StringBuilder();
        for (var at = 0; at < text.Length && clean.Length < LinkLimits.SaidMax;)
        {
            var end = at;
            while (end < text.Length && (char.IsDigit(text[end]) || text[end] is 'X' or 'x'))
            {
                end++;
            }

            var isNumber = end - at >= DigitsMin;
            clean.Append(isNumber ? Gone : char.IsControl(text[at]) ? ' ' : text[at]);
            at = isNumber ? end : at + 1;
        }

        return IdNumber.IsInside(clean.ToString()) ? Gone : clean.ToString();
    }
}
