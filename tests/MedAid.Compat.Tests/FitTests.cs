using System.Reflection;
using Xunit;

namespace MedAid.Compat.Tests;

public sealed class FitTests
{
    private static readonly string[] Users = ["Grpc.AspNetCore.Server", "Grpc.Net.Client"];
    private static readonly OfferedApi Offered = OfferedApi.Read();

    public static TheoryData<string> RealAssemblies => [.. Users];

    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void Everything_a_real_assembly_expects_is_there(string user)
    {
        Assert.Empty(Fit.Misfits(NeededApi.Read(user), Offered));
    }

    /// <summary>Fewer would mean that the reading of the DLLs overlooks some.</summary>
    [Fact]
    public void The_real_assemblies_are_read_whole()
    {
        NeededApi[] needed = [.. Users.Select(NeededApi.Read)];

        int types = needed.SelectMany(one => one.Types).Select(one => one.Type).Distinct().Count();
        int members = needed.SelectMany(one => one.Members).Select(one => (one.Type, one.Signature)).Distinct().Count();

        Assert.Equal((49, 101), (types, members));
        Assert.NotEmpty(needed[0].Bases);
        Assert.NotEmpty(needed[0].Interfaces);
    }

    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void A_type_taken_away_is_noticed(string user)
    {
        NeededApi needed = NeededApi.Read(user);

        Assert.All(needed.Types, type => Assert.Contains(
            $"{user} names {type.Type}", Fit.Misfits(needed, Offered.Without(type.Type))));
    }

    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void A_member_taken_away_renamed_or_hidden_is_noticed(string user)
    {
        NeededApi needed = NeededApi.Read(user);
        Func<OfferedMember, OfferedMember?>[] changes =
        [
            member => null,
            member => member with { Signature = member.Signature + "?" },
            member => member with { Reach = Reach.Hidden },
        ];

        foreach (NeededMember member in needed.Members)
        {
            Assert.All(changes, change => Assert.Contains(
                $"{user} uses {member.Type} :: {member.Signature}",
                Fit.Misfits(needed, Offered.Changed(member.Type, member.Signature, change))));
        }
    }

    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void A_new_abstract_member_is_noticed(string user)
    {
        NeededApi needed = NeededApi.Read(user);
        var extra = new OfferedMember("System.Void Extra()", Reach.Everyone, true, true, MethodAttributes.Public);

        Assert.All(needed.Bases.Concat(needed.Interfaces).Where(heir => !heir.IsAbstract), heir =>
            Assert.Contains(Fit.Misfits(needed, Offered.With(heir.Parent, extra)), misfit =>
                misfit.StartsWith(heir.Name, StringComparison.Ordinal)
                && misfit.EndsWith(extra.Signature, StringComparison.Ordinal)));
    }

    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void An_override_of_what_is_not_virtual_is_noticed(string user)
    {
        NeededApi needed = NeededApi.Read(user);

        foreach (Heir heir in needed.Bases)
        {
            foreach (OfferedMember member in Offered.Types[heir.Parent].Members.Where(member => member.IsAbstract))
            {
                OfferedApi changed = Offered.Changed(
                    heir.Parent, member.Signature, old => old with { IsAbstract = false, CanBeOverridden = false });
                Assert.Contains(
                    $"{heir.Name} overrides nothing of {heir.Parent} with {member.Signature}",
                    Fit.Misfits(needed, changed));
            }
        }
    }

    /// <summary>The second opinion: the runtime itself builds every type of the real DLLs on what it finds.</summary>
    [Theory]
    [MemberData(nameof(RealAssemblies))]
    public void The_runtime_can_load_every_type_of_a_real_assembly(string user)
    {
        Assert.NotEmpty(Assembly.Load(user).GetTypes());
    }

    [Theory]
    [InlineData("Grpc.Core.Api")]
    [InlineData("Grpc.Net.Common")]
    public void The_identity_is_the_one_that_the_real_assemblies_ask_for(string name)
    {
        AssemblyName offered = AssemblyName.GetAssemblyName(OfferedApi.PathOf(name));

        Assert.All(Users, user =>
        {
            AssemblyName asked = Assembly.Load(user).GetReferencedAssemblies().Single(one => one.Name == name);
            Assert.Equal(asked.Version, offered.Version);
            Assert.Equal(asked.GetPublicKeyToken(), offered.GetPublicKeyToken());
        });
    }
}
