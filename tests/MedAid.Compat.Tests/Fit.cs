using System.Collections.Immutable;
using System.Reflection;
using System.Text.RegularExpressions;

namespace MedAid.Compat.Tests;

/// <summary>Whether what is offered fits what is needed; every misfit is one line that names both sides.</summary>
internal static class Fit
{
    private static readonly string[] ObjectMethods =
    [
        "System.String ToString()",
        "System.Boolean Equals(System.Object)",
        "System.Int32 GetHashCode()",
        "System.Void Finalize()",
    ];

    public static IReadOnlyList<string> Misfits(NeededApi needed, OfferedApi offered) =>
    [
        .. needed.Types.Where(type => !IsNamed(type, offered)).Select(type => $"{type.User} names {type.Type}"),
        .. needed.Members
            .Where(member => !IsUsable(member, offered))
            .Select(member => $"{member.User} uses {member.Type} :: {member.Signature}"),
        .. needed.Bases.SelectMany(heir => BaseMisfits(heir, offered)),
        .. needed.Interfaces.SelectMany(heir => InterfaceMisfits(heir, offered)),
    ];

    private static bool IsNamed(NeededType needed, OfferedApi offered) =>
        offered.Types.TryGetValue(needed.Type, out OfferedType? type) && type.Reach == Reach.Everyone;

    private static bool IsUsable(NeededMember needed, OfferedApi offered) =>
        Members(offered, needed.Type).Any(member => member.Signature == needed.Signature
            && (member.Reach == Reach.Everyone || (member.Reach == Reach.Heirs && needed.UserHasHeirs)));

    /// <summary>Every abstract member is filled; every override has something of the same access to override.</summary>
    private static IEnumerable<string> BaseMisfits(Heir heir, OfferedApi offered)
    {
        IReadOnlyList<OfferedMember> members = Members(offered, heir.Parent);
        HeirMethod[] overrides = [.. heir.Methods.Where(method => !method.IsNew)];
        IEnumerable<string> open = members
            .Where(member => member.IsAbstract && !heir.IsAbstract)
            .Where(member => !overrides.Any(method => method.Signature == member.Signature))
            .Select(member => $"{heir.Name} leaves open {heir.Parent} :: {member.Signature}");
        IEnumerable<string> idle = overrides
            .Where(method => !ObjectMethods.Contains(method.Signature))
            .Where(method => !members.Any(member => member.CanBeOverridden
                && member.Signature == method.Signature
                && SameAccessAbroad(member.Access, method.Access)))
            .Select(method => $"{heir.Name} overrides nothing of {heir.Parent} with {method.Signature}");
        return open.Concat(idle);
    }

    private static IEnumerable<string> InterfaceMisfits(Heir heir, OfferedApi offered) =>
        Members(offered, heir.Parent)
            .Where(member => member.IsAbstract && !heir.ExplicitSignatures.Contains(member.Signature))
            .Select(member => Substituted(member.Signature, heir.Arguments))
            .Where(signature => !heir.Methods.Any(method =>
                method.Signature == signature && method.Access == MethodAttributes.Public))
            .Select(signature => $"{heir.Name} does not implement {heir.Parent} :: {signature}");

    private static IReadOnlyList<OfferedMember> Members(OfferedApi offered, string type) =>
        offered.Types.TryGetValue(type, out OfferedType? found) ? found.Members : [];

    /// <summary>"protected internal" is plain "protected" to those outside the assembly.</summary>
    private static bool SameAccessAbroad(MethodAttributes offered, MethodAttributes heir) =>
        (offered == MethodAttributes.FamORAssem ? MethodAttributes.Family : offered) == heir;

    /// <summary>Puts the heir's arguments for the interface's parameters; a method's own, "!!0", stay.</summary>
    private static string Substituted(string signature, ImmutableArray<string> arguments) =>
        Regex.Replace(signature, "(?<!!)!([0-9]+)", match => arguments[int.Parse(match.Groups[1].ValueSpan)]);
}
