using System.Numerics;
using MedAid.Core.Policy;

namespace MedAid.Policies.Linting;

/// <summary>
/// One class of values of a dimension: those that exactly the same conditions allow. <see cref="Allows"/> has a bit for each.
/// </summary>
internal sealed record DomainValue(Func<Facts, Facts> Apply, BigInteger Allows, string Chinese);

/// <summary>A dimension of the facts, cut down to the values that the conditions tell apart.</summary>
internal sealed record Dimension(string Chinese, IReadOnlyList<DomainValue> Values);

/// <summary>
/// Every combination of facts that a list of conditions can tell apart. Facts that depend on each other are one dimension: care
/// with its mode, tier with level, place with filing. Two combinations under which the same conditions hold are the same to the law, so
/// only one of them is kept: the whole domain is covered, and few combinations are left.
/// </summary>
internal sealed class Domain
{
    private readonly BigInteger all;
    private readonly Facts start;

    /// <summary>The domain of conditions on a day. With absent facts, a visit may also lack what conditions ask for.</summary>
    public Domain(IReadOnlyList<Condition> conditions, DateOnly day, bool withAbsent = false, bool withPairs = true)
    {
        start = new Facts { ServiceDate = day };
        all = (BigInteger.One << conditions.Count) - 1;
        var values = new DomainValues(conditions, withAbsent);
        Care = Classes("医疗类别", DomainValues.Care(), conditions);
        Identity = Classes("救助身份", values.Identity(withPairs), conditions);
        Others =
        [
            Classes("医疗机构", values.Hospital(), conditions),
            Classes("就医地", values.Place(), conditions),
            Classes("病种", values.Disease(), conditions),
            Classes("具体机构", values.Institution(), conditions),
            Classes("意外伤害", DomainValues.Accident(), conditions),
            Classes("年龄", values.Age(), conditions),
            Classes("就业状态", DomainValues.Employment(), conditions),
            Classes("年内第几次住院", values.Admission(), conditions),
            Classes("项目类别", DomainValues.ItemClass(), conditions),
            Classes("费用类别", values.ItemCategory(), conditions),
            Classes("项目编码", values.ItemCode(), conditions),
        ];
    }

    /// <summary>Kinds of care with their mode.</summary>
    public Dimension Care { get; }

    /// <summary>Sets of identities.</summary>
    public Dimension Identity { get; }

    /// <summary>All other dimensions.</summary>
    public IReadOnlyList<Dimension> Others { get; }

    /// <summary>Every dimension.</summary>
    public IEnumerable<Dimension> Dimensions => [Care, Identity, .. Others];

    /// <summary>Whether a condition, by its number, is in a set.</summary>
    public static bool Has(BigInteger set, int condition) => !((set >> condition) & 1).IsZero;

    /// <summary>The number of the first condition of a set, or -1.</summary>
    public static int First(BigInteger set) => set.IsZero ? -1 : (int)BigInteger.TrailingZeroCount(set);

    /// <summary>Every set of conditions that can hold together, with facts under which exactly it does.</summary>
    public Dictionary<BigInteger, Facts> Sets() => Sets(Dimensions);

    /// <summary>The same over some dimensions only; the facts of the others are not there, and count as allowed.</summary>
    public Dictionary<BigInteger, Facts> Sets(IEnumerable<Dimension> dimensions, DomainValue? given = null)
    {
        var sets = new Dictionary<BigInteger, Facts>
        {
            [given?.Allows ?? all] = given?.Apply(start) ?? start,
        };
        foreach (var dimension in dimensions)
        {
            var next = new Dictionary<BigInteger, Facts>(sets.Count * 2);
            foreach (var (set, facts) in sets)
            {
                foreach (var value in dimension.Values)
                {
                    var narrowed = set & value.Allows;
                    if (!next.ContainsKey(narrowed))
                    {
                        next.Add(narrowed, value.Apply(facts));
                    }
                }
            }

            sets = next;
        }

        return sets;
    }

    private static Dimension Classes(string name, IEnumerable<Candidate> candidates, IReadOnlyList<Condition> conditions)
    {
        var classes = new List<DomainValue>();
        foreach (var candidate in candidates)
        {
            var allows = BigInteger.Zero;
            for (var i = 0; i < conditions.Count; i++)
            {
                allows |= candidate.AllowedBy(conditions[i]) ? BigInteger.One << i : 0;
            }

            var at = classes.FindIndex(c => c.Allows == allows);
            if (at < 0)
            {
                classes.Add(new DomainValue(candidate.Apply, allows, candidate.Chinese));
            }
            else
            {
                classes[at] = classes[at] with { Chinese = $"{classes[at].Chinese}、{candidate.Chinese}" };
            }
        }

        return new Dimension(name, classes);
    }
}

/// <summary>A value of a dimension before like ones are put together.</summary>
internal sealed record Candidate(string Chinese, Func<Facts, Facts> Apply, Func<Condition, bool> AllowedBy);
