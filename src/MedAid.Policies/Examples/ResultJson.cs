using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using MedAid.Core;
using MedAid.Core.Calculation;

namespace MedAid.Policies.Examples;

/// <summary>Prints a split as the result object of <c>policy eval</c>: yuan as strings, zero components and counters left out.</summary>
public static class ResultJson
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The result object of a split, with the keys of its counters by slot.</summary>
    public static string Write(Breakdown breakdown, IReadOnlyList<string> counterKeys) => Json(writer =>
    {
        writer.WriteStartObject();
        Amount(writer, "gross", breakdown.GrossFen);
        Amount(writer, "waived", breakdown.WaivedFen);
        Amount(writer, "total", breakdown.TotalFen);
        writer.WriteStartObject("charges");
        NonZero(writer, "in_scope", breakdown.Charges.InScopeFen);
        NonZero(writer, "first_self_pay", breakdown.Charges.FirstSelfPayFen);
        NonZero(writer, "over_ceiling", breakdown.Charges.OverCeilingFen);
        NonZero(writer, "out_of_scope", breakdown.Charges.OutOfScopeFen);
        writer.WriteEndObject();
        Amount(writer, "hospital_borne", breakdown.HospitalBorneFen);
        writer.WriteString("programme", breakdown.Programme?.Id);
        Amount(writer, "patient", breakdown.PatientFen);
        writer.WriteStartArray("layers");
        foreach (ref readonly var line in breakdown.Lines)
        {
            Line(writer, line);
        }

        writer.WriteEndArray();
        writer.WriteStartObject("counters");
        for (var slot = 0; slot < breakdown.CounterAddedFen.Length; slot++)
        {
            NonZero(writer, counterKeys[slot], breakdown.CounterAddedFen[slot]);
        }

        writer.WriteEndObject();
        Account(writer, breakdown);
        if (breakdown.NoRule)
        {
            writer.WriteBoolean("no_rule", true);
        }

        writer.WriteEndObject();
    });

    /// <summary>The error object of a line that could not be evaluated.</summary>
    public static string Error(string code, string message) => Json(writer =>
    {
        writer.WriteStartObject();
        writer.WriteStartObject("error");
        writer.WriteString("code", code);
        writer.WriteString("message", message);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    private static void Account(Utf8JsonWriter writer, Breakdown breakdown)
    {
        if (breakdown.Account is { } account)
        {
            Amount(writer, "account", account.AmountFen);
            Amount(writer, "helper", account.HelperFen);
            Amount(writer, "cash", breakdown.CashFen);
        }
    }

    private static void Line(Utf8JsonWriter writer, in LayerLine line)
    {
        writer.WriteStartObject();
        writer.WriteString("id", line.LayerId);
        writer.WriteString("rule", line.Rule?.Id);
        Amount(writer, "base", line.BaseFen);
        Amount(writer, "deductible", line.DeductibleFen);
        Amount(writer, "paid", line.PaidFen);
        Amount(writer, "capped", line.CappedFen);
        writer.WriteBoolean("advanced", line.Advanced);
        NonZero(writer, "deferred", line.DeferredFen);
        if (line.QuotaFen is { } quotaFen)
        {
            Amount(writer, "quota", quotaFen);
            Amount(writer, "bureau_pays", line.DueFen);
        }

        writer.WriteEndObject();
    }

    private static void Amount(Utf8JsonWriter writer, string name, long amountFen) =>
        writer.WriteString(name, ExactNumber.Yuan(amountFen));

    private static void NonZero(Utf8JsonWriter writer, string name, long amountFen)
    {
        if (amountFen != 0)
        {
            Amount(writer, name, amountFen);
        }
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Options))
        {
            write(writer);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
