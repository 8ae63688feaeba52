using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace MedAid.Compat.Tests;

/// <summary>How far a type or member can be seen from another assembly.</summary>
internal enum Reach
{
    Hidden,
    Heirs,
    Everyone,
}

internal sealed record OfferedMember(
    string Signature, Reach Reach, bool IsAbstract, bool CanBeOverridden, MethodAttributes Access);

internal sealed record OfferedType(string Name, Reach Reach, IReadOnlyList<OfferedMember> Members);

/// <summary>What the two assemblies under test declare, read from the files that the program would load.</summary>
internal sealed record OfferedApi(IReadOnlyDictionary<string, OfferedType> Types)
{
    public static readonly string[] Assemblies = ["Grpc.Core.Api", "Grpc.Net.Common"];

    public static OfferedApi Read()
    {
        var types = new Dictionary<string, OfferedType>(StringComparer.Ordinal);
        foreach (string assembly in Assemblies)
        {
            using var file = new PEReader(File.OpenRead(PathOf(assembly)));
            MetadataReader reader = file.GetMetadataReader();
            foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
            {
                OfferedType type = Type(reader, handle);
                types.Add(Key(assembly, type.Name), type);
            }
        }

        return new OfferedApi(types);
    }

    public static string PathOf(string assembly) => Path.Combine(AppContext.BaseDirectory, $"{assembly}.dll");

    /// <summary>The assembly belongs to the key, for one type name is in both of them.</summary>
    public static string Key(string assembly, string type) => $"[{assembly}]{type}";

    public OfferedApi Without(string type) => new(Types.Where(pair => pair.Key != type).ToDictionary());

    public OfferedApi With(string type, OfferedMember extra) => Replaced(type, [.. Types[type].Members, extra]);

    /// <summary>The same with one member changed, or gone where the change answers null.</summary>
    public OfferedApi Changed(string type, string signature, Func<OfferedMember, OfferedMember?> change) =>
        Replaced(type, [.. Types[type].Members
            .Select(member => member.Signature == signature ? change(member) : member)
            .OfType<OfferedMember>()]);

    private OfferedApi Replaced(string type, IReadOnlyList<OfferedMember> members) =>
        new(new Dictionary<string, OfferedType>(Types) { [type] = Types[type] with { Members = members } });

    private static OfferedType Type(MetadataReader reader, TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        IEnumerable<OfferedMember> methods = type.GetMethods().Select(method => Method(reader, method));
        IEnumerable<OfferedMember> fields = type.GetFields().Select(field => Field(reader, field));
        return new(SignatureText.Of(reader, handle), ReachOf(reader, type), [.. methods, .. fields]);
    }

    private static Reach ReachOf(MetadataReader reader, TypeDefinition type) =>
        (type.Attributes & TypeAttributes.VisibilityMask) switch
        {
            TypeAttributes.Public => Reach.Everyone,
            TypeAttributes.NestedPublic => ReachOf(reader, reader.GetTypeDefinition(type.GetDeclaringType())),
            TypeAttributes.NestedFamily or TypeAttributes.NestedFamORAssem => Reach.Heirs,
            _ => Reach.Hidden,
        };

    private static OfferedMember Method(MetadataReader reader, MethodDefinitionHandle handle)
    {
        MethodDefinition method = reader.GetMethodDefinition(handle);
        MethodAttributes access = method.Attributes & MethodAttributes.MemberAccessMask;
        Reach reach = access switch
        {
            MethodAttributes.Public => Reach.Everyone,
            MethodAttributes.Family or MethodAttributes.FamORAssem => Reach.Heirs,
            _ => Reach.Hidden,
        };
        string signature = SignatureText.Of(
            reader.GetString(method.Name), method.DecodeSignature(SignatureText.Writer, []));
        bool canBeOverridden = method.Attributes.HasFlag(MethodAttributes.Virtual)
            && !method.Attributes.HasFlag(MethodAttributes.Final);
        return new(signature, reach, method.Attributes.HasFlag(MethodAttributes.Abstract), canBeOverridden, access);
    }

    private static OfferedMember Field(MetadataReader reader, FieldDefinitionHandle handle)
    {
        FieldDefinition field = reader.GetFieldDefinition(handle);
        Reach reach = (field.Attributes & FieldAttributes.FieldAccessMask) switch
        {
            FieldAttributes.Public => Reach.Everyone,
            FieldAttributes.Family or FieldAttributes.FamORAssem => Reach.Heirs,
            _ => Reach.Hidden,
        };
        string type = field.DecodeSignature(SignatureText.Writer, []);
        return new(SignatureText.OfField(reader.GetString(field.Name), type), reach, false, false, default);
    }
}
