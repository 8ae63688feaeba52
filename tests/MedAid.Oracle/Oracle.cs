using System.Text.Json;
using System.Text.Json.Nodes;

namespace MedAid.Oracle;

/// <summary>
/// A second adjudicator, plain and slow, over exact fractions. It shares nothing with the product but the contract it
/// was written from, so where the two agree both are probably right.
/// </summary>
public static class Oracle
{
    /// <summary>Evaluates one line of `policy eval`: the result object, or an object with one key, `error`.</summary>
    public static JsonObject Evaluate(string jsonLine) => Evaluate(jsonLine, null);

    /// <summary>The same for a line without pack, under a law that was read once for many lines.</summary>
    public static JsonObject Evaluate(Law law, string jsonLine) => Evaluate(jsonLine, law.Pack);

    private static JsonObject Evaluate(string jsonLine, Pack? law)
    {
        Line line;
        try
        {
            using var document = JsonDocument.Parse(jsonLine);
            line = Line.Read(document.RootElement, law);
        }
        catch (JsonException e)
        {
            return Error("not_json", e.Message);
        }
        catch (InvalidOperationException e)
        {
            // A lone surrogate escape is JSON by grammar, but no text.
            return Error("not_text", e.Message);
        }
        catch (Refusal e)
        {
            return Error(e.Code, e.Message);
        }

        try
        {
            return Show(new Adjudication(line));
        }
        catch (Refusal e)
        {
            return Error(e.Code, e.Message);
        }
    }

    private static JsonObject Error(string code, string message) =>
        new() { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } };

    private static JsonObject Show(Adjudication done)
    {
        if (!done.Gross.FitsLongFen())
        {
            return Error("bad_number", "the charges are beyond any amount");
        }

        var shown = new JsonObject
        {
            ["gross"] = done.Gross.ToString(),
            ["waived"] = done.Waived.ToString(),
            ["total"] = done.Total.ToString(),
            ["charges"] = NotZero(Words.Charges.Select(name => KeyValuePair.Create(name, done.Charged(name)))),
            ["hospital_borne"] = done.HospitalBorne.ToString(),
            ["programme"] = done.Programme,
            ["patient"] = done.Patient.ToString(),
            ["layers"] = new JsonArray([.. done.Lines.Select(Show)]),
            ["counters"] = NotZero(done.Counters.Added),
        };
        if (done.Account() is var (account, helper))
        {
            shown["account"] = account.ToString();
            shown["helper"] = helper.ToString();
            shown["cash"] = (done.Patient - account).ToString();
        }

        if (done.NoRule)
        {
            shown["no_rule"] = true;
        }

        return shown;
    }

    private static JsonObject Show(LayerLine line)
    {
        var shown = new JsonObject
        {
            ["id"] = line.Id,
            ["rule"] = line.Rule,
            ["base"] = line.Base.ToString(),
            ["deductible"] = line.Deductible.ToString(),
            ["paid"] = line.Paid.ToString(),
            ["capped"] = line.Capped.ToString(),
            ["advanced"] = line.Advanced,
        };
        if (!line.Deferred.IsZero)
        {
            shown["deferred"] = line.Deferred.ToString();
        }

        if (line.ByQuota is var (quota, bureauPays))
        {
            shown["quota"] = quota.ToString();
            shown["bureau_pays"] = bureauPays.ToString();
        }

        return shown;
    }

    private static JsonObject NotZero(IEnumerable<KeyValuePair<string, Fraction>> amounts)
    {
        var shown = new JsonObject();
        foreach (var (name, amount) in amounts.Where(entry => !entry.Value.IsZero))
        {
            shown[name] = amount.ToString();
        }

        return shown;
    }
}
