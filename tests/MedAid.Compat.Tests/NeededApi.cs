using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace MedAid.Compat.Tests;

/// <summary>A type of the two assemblies that a real DLL names.</summary>
internal sealed record NeededType(string User, string Type);

/// <summary>A member that a real DLL calls or reads; heirs of the type may use what is protected.</summary>
internal sealed record NeededMember(string User, string Type, string Signature, bool UserHasHeirs);

internal sealed record HeirMethod(string Signature, bool IsNew, MethodAttributes Access);

/// <summary>
/// A class of a real DLL that derives from a type of the two assemblies or implements one; the arguments are what the
/// heir puts for the type's own parameters.
/// </summary>
internal sealed record Heir(
    string User,
    string Name,
    string Parent,
    ImmutableArray<string> Arguments,
    bool IsAbstract,
    IReadOnlyList<HeirMethod> Methods,
    IReadOnlySet<string> ExplicitSignatures);

/// <summary>Everything that one real DLL expects of the two assemblies.</summary>
internal sealed record NeededApi(
    IReadOnlyList<NeededType> Types,
    IReadOnlyList<NeededMember> Members,
    IReadOnlyList<Heir> Bases,
    IReadOnlyList<Heir> Interfaces)
{
    public static NeededApi Read(string user)
    {
        using var file = new PEReader(File.OpenRead(OfferedApi.PathOf(user)));
        return new NeededApiReader(user, file.GetMetadataReader()).Read();
    }
}

internal sealed class NeededApiReader(string user, MetadataReader reader)
{
    public NeededApi Read()
    {
        var bases = new List<Heir>();
        var interfaces = new List<Heir>();
        foreach (TypeDefinitionHandle handle in reader.TypeDefinitions)
        {
            TypeDefinition type = reader.GetTypeDefinition(handle);
            AddHeir(bases, handle, type.BaseType);
            foreach (InterfaceImplementationHandle implementation in type.GetInterfaceImplementations())
            {
                AddHeir(interfaces, handle, reader.GetInterfaceImplementation(implementation).Interface);
            }
        }

        NeededType[] types = [.. reader.TypeReferences
            .Select(handle => KeyOf(handle))
            .OfType<string>()
            .Select(key => new NeededType(user, key))];
        var inherited = bases.Select(heir => heir.Parent).ToHashSet(StringComparer.Ordinal);
        NeededMember[] members = [.. reader.MemberReferences
            .Select(reader.GetMemberReference)
            .Select(member => (Key: KeyOf(member.Parent), member))
            .Where(pair => pair.Key is not null)
            .Select(pair => new NeededMember(user, pair.Key!, Signature(pair.member), inherited.Contains(pair.Key!)))];
        return new(types, members, bases, interfaces);
    }

    /// <summary>The key of a type of the two assemblies; null for a type of any other.</summary>
    private string? KeyOf(EntityHandle type)
    {
        EntityHandle named = type.Kind == HandleKind.TypeSpecification ? GenericTypeOf(type).Definition : type;
        if (named.Kind != HandleKind.TypeReference)
        {
            return null;
        }

        EntityHandle scope = named;
        while (scope.Kind == HandleKind.TypeReference)
        {
            scope = reader.GetTypeReference((TypeReferenceHandle)scope).ResolutionScope;
        }

        if (scope.Kind != HandleKind.AssemblyReference)
        {
            return null;
        }

        string assembly = reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name);
        return OfferedApi.Assemblies.Contains(assembly)
            ? OfferedApi.Key(assembly, SignatureText.Of(reader, named))
            : null;
    }

    /// <summary>Takes Type&lt;A, B&gt; apart; anything that is no generic type has no definition here.</summary>
    private (EntityHandle Definition, ImmutableArray<string> Arguments) GenericTypeOf(EntityHandle specification)
    {
        BlobReader blob = reader.GetBlobReader(
            reader.GetTypeSpecification((TypeSpecificationHandle)specification).Signature);
        if (blob.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
        {
            return (default(TypeDefinitionHandle), []);
        }

        blob.ReadCompressedInteger();
        EntityHandle definition = blob.ReadTypeHandle();
        var decoder = new SignatureDecoder<string, ImmutableArray<string>>(SignatureText.Writer, reader, []);
        var arguments = ImmutableArray.CreateBuilder<string>();
        for (int left = blob.ReadCompressedInteger(); left > 0; left--)
        {
            arguments.Add(decoder.DecodeType(ref blob));
        }

        return (definition, arguments.ToImmutable());
    }

    private string Signature(MemberReference member)
    {
        string name = reader.GetString(member.Name);
        return member.GetKind() == MemberReferenceKind.Method
            ? SignatureText.Of(name, member.DecodeMethodSignature(SignatureText.Writer, []))
            : SignatureText.OfField(name, member.DecodeFieldSignature(SignatureText.Writer, []));
    }

    private void AddHeir(List<Heir> heirs, TypeDefinitionHandle handle, EntityHandle parent)
    {
        if (parent.IsNil || KeyOf(parent) is not { } key)
        {
            return;
        }

        TypeDefinition type = reader.GetTypeDefinition(handle);
        heirs.Add(new(
            user,
            SignatureText.Of(reader, handle),
            key,
            parent.Kind == HandleKind.TypeSpecification ? GenericTypeOf(parent).Arguments : [],
            type.Attributes.HasFlag(TypeAttributes.Abstract),
            [.. VirtualMethods(handle)],
            ExplicitSignatures(type)));
    }

    /// <summary>The virtual methods of the class, then of its ancestors as far as they are in the same DLL.</summary>
    private IEnumerable<HeirMethod> VirtualMethods(TypeDefinitionHandle handle)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        IEnumerable<HeirMethod> own = type.GetMethods()
            .Select(reader.GetMethodDefinition)
            .Where(method => method.Attributes.HasFlag(MethodAttributes.Virtual))
            .Select(method => new HeirMethod(
                SignatureText.Of(
                    reader.GetString(method.Name), method.DecodeSignature(SignatureText.Writer, [])),
                method.Attributes.HasFlag(MethodAttributes.NewSlot),
                method.Attributes & MethodAttributes.MemberAccessMask));
        return type.BaseType.Kind == HandleKind.TypeDefinition && !type.BaseType.IsNil
            ? own.Concat(VirtualMethods((TypeDefinitionHandle)type.BaseType))
            : own;
    }

    private HashSet<string> ExplicitSignatures(TypeDefinition type) => [.. type.GetMethodImplementations()
        .Select(handle => reader.GetMethodImplementation(handle).MethodDeclaration)
        .Where(declaration => declaration.Kind == HandleKind.MemberReference)
        .Select(declaration => Signature(reader.GetMemberReference((MemberReferenceHandle)declaration)))];
}
