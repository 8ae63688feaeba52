using MedAid.Core.Policy;
using MedAid.Policies.Reading;

namespace MedAid.Policies.Linting;

/// <summary>A compiled pack beside the text that it was compiled from, so that a finding can name its line.</summary>
internal sealed record PackOnFile(string File, PolicyTerms Terms, PackNode Node)
{
    /// <summary>Every layer with its path, of the pack itself and of its programmes.</summary>
    public IEnumerable<(string Path, Layer Layer, PackNode Node)> Layers
    {
        get
        {
            foreach (var (layer, i) in Terms.Layers.Select((l, i) => (l, i)))
            {
                yield return ($"layers.{layer.Id}", layer, Node["layers"]!.Items[i]);
            }

            foreach (var (programme, p) in Terms.Programmes.Select((p, i) => (p, i)))
            {
                foreach (var (layer, i) in programme.Layers.Select((l, i) => (l, i)))
                {
                    var node = Node["programmes"]!.Items[p]["layers"]!.Items[i];
                    yield return ($"programmes.{programme.Id}.layers.{layer.Id}", layer, node);
                }
            }
        }
    }

    /// <summary>Path and line of a rule.</summary>
    public (string Path, int Line) PlaceOf(LayerRule rule)
    {
        foreach (var (path, layer, node) in Layers)
        {
            for (var i = 0; i < layer.Rules.Count; i++)
            {
                if (ReferenceEquals(layer.Rules[i], rule))
                {
                    return ($"{path}.rules.{rule.Id}", node["rules"]!.Items[i].Line);
                }
            }
        }

        return ("", 1);
    }

    public LintFinding Find(FindingCode code, Severity severity, int line, string path, string message, params SampleOutcome[] samples) =>
        new(code, severity, File, line, path, message) { Samples = samples };

    public LintFinding Find(FindingCode code, Severity severity, LayerRule rule, string message, params SampleOutcome[] samples)
    {
        var (path, line) = PlaceOf(rule);
        return Find(code, severity, line, path, message, samples);
    }
}
