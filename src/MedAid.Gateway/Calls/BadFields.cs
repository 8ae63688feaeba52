using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using Google.Rpc;
using MedAid.Settlement.Claims;

namespace MedAid.Gateway.Calls;

/// <summary>
/// The list of bad fields in an error. It has an end; what is left out is counted, as <c>more_fields</c> for programs and in a last line for
/// people.
/// </summary>
internal static class BadFields
{
    private const string MoreKey = "more_fields";
    private const string MoreRule = "MORE";

    // What the wire puts before an entry, and what the last line and the number take.
    private const int PrefixBytes = 4;
    private const int LastLineBytes = 160;

    /// <summary>The list of at most <see cref="Limits.FieldViolationsMax"/> fields.</summary>
    /// <param name="fields">The bad fields.</param>
    /// <param name="alreadyOut">How many more there are.</param>
    /// <param name="leftOut">How many are not in the list.</param>
    public static BadRequest Of(IReadOnlyList<FieldViolation> fields, int alreadyOut, out int leftOut)
    {
        leftOut = alreadyOut + Math.Max(0, fields.Count - Limits.FieldViolationsMax);
        var list = new BadRequest();
        list.FieldViolations.AddRange(fields.Take(Limits.FieldViolationsMax).Select(f => new BadRequest.Types.FieldViolation
        {
            Field = f.Field,
            Description = $"{FieldRules.WordOf(f.Rule)}: {f.Description}",
        }));
        return Close(list, leftOut);
    }

    /// <summary>Tells programs how many are left out.</summary>
    public static void Note(Google.Rpc.Status status, int leftOut)
    {
        if (leftOut > 0)
        {
            Change<ErrorInfo>(status, info => info.Metadata[MoreKey] = leftOut.ToString(CultureInfo.InvariantCulture));
        }
    }

    /// <summary>The same error in at most so many bytes, with fewer bad fields.</summary>
    public static Google.Rpc.Status Shortened(Google.Rpc.Status status, int bytesMax)
    {
        var leftOut = 0;
        Change<ErrorInfo>(status, info =>
            leftOut = info.Metadata.TryGetValue(MoreKey, out var more) ? int.Parse(more, CultureInfo.InvariantCulture) : 0);
        Change<BadRequest>(status, list =>
        {
            var all = list.FieldViolations.Where(v => !IsMore(v)).ToArray();
            var size = status.CalculateSize() - list.CalculateSize();
            var kept = 0;
            while (kept < all.Length && (size += all[kept].CalculateSize() + PrefixBytes) < bytesMax - LastLineBytes)
            {
                kept++;
            }

            leftOut += all.Length - kept;
            list.FieldViolations.Clear();
            list.FieldViolations.AddRange(all.Take(kept));
            Close(list, leftOut);
        });
        Note(status, leftOut);
        return status;
    }

    /// <summary>Changes every name of a field, but for those that no field has.</summary>
    public static void Rename(Google.Rpc.Status status, Func<string, string> name) => Change<BadRequest>(status, list =>
    {
        foreach (var violation in list.FieldViolations.Where(v => !v.Description.StartsWith("UNKNOWN_FIELD:", StringComparison.Ordinal)))
        {
            violation.Field = name(violation.Field);
        }
    });

    private static BadRequest Close(BadRequest list, int leftOut)
    {
        if (leftOut > 0)
        {
            list.FieldViolations.Add(new BadRequest.Types.FieldViolation { Description = $"{MoreRule}: 另有 {leftOut} 处有误没有列出，改正后再提交" });
        }

        return list;
    }

    private static bool IsMore(BadRequest.Types.FieldViolation violation) =>
        violation.Description.StartsWith($"{MoreRule}:", StringComparison.Ordinal);

    private static void Change<T>(Google.Rpc.Status status, Action<T> change)
        where T : class, Google.Protobuf.IMessage<T>, new()
    {
        for (var i = 0; i < status.Details.Count; i++)
        {
            if (status.Details[i].TryUnpack<T>(out var detail))
            {
                change(detail);
                status.Details[i] = Any.Pack(detail);
            }
        }
    }
}
