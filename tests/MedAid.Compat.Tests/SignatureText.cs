using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace MedAid.Compat.Tests;

/// <summary>
/// Writes signatures from metadata as text that reads the same whether a type is named from inside its own assembly
/// or from another. A type parameter is written as its position, or as what stands in for it where that is known.
/// </summary>
internal sealed class SignatureText : ISignatureTypeProvider<string, ImmutableArray<string>>
{
    public static readonly SignatureText Writer = new();

    public static string Of(MetadataReader reader, EntityHandle type) => type.Kind switch
    {
        HandleKind.TypeReference => Writer.GetTypeFromReference(reader, (TypeReferenceHandle)type, 0),
        HandleKind.TypeDefinition => Writer.GetTypeFromDefinition(reader, (TypeDefinitionHandle)type, 0),
        HandleKind.TypeSpecification => Writer.GetTypeFromSpecification(reader, [], (TypeSpecificationHandle)type, 0),
        _ => throw new BadImageFormatException($"{type.Kind} is not a type."),
    };

    public static string Of(string name, MethodSignature<string> method)
    {
        string receiver = method.Header.IsInstance ? "" : "static ";
        string arity = method.GenericParameterCount == 0 ? "" : $"`{method.GenericParameterCount}";
        return $"{receiver}{method.ReturnType} {name}{arity}({string.Join(", ", method.ParameterTypes)})";
    }

    public static string OfField(string name, string type) => $"field {type} {name}";

    public string GetTypeFromDefinition(MetadataReader reader, TypeDefinitionHandle handle, byte rawTypeKind)
    {
        TypeDefinition type = reader.GetTypeDefinition(handle);
        string name = reader.GetString(type.Name);
        return type.IsNested
            ? $"{GetTypeFromDefinition(reader, type.GetDeclaringType(), 0)}+{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    public string GetTypeFromReference(MetadataReader reader, TypeReferenceHandle handle, byte rawTypeKind)
    {
        TypeReference type = reader.GetTypeReference(handle);
        string name = reader.GetString(type.Name);
        return type.ResolutionScope.Kind == HandleKind.TypeReference
            ? $"{GetTypeFromReference(reader, (TypeReferenceHandle)type.ResolutionScope, 0)}+{name}"
            : $"{reader.GetString(type.Namespace)}.{name}";
    }

    public string GetTypeFromSpecification(
        MetadataReader reader, ImmutableArray<string> context, TypeSpecificationHandle handle, byte rawTypeKind) =>
        reader.GetTypeSpecification(handle).DecodeSignature(this, context);

    public string GetGenericInstantiation(string genericType, ImmutableArray<string> typeArguments) =>
        $"{genericType}<{string.Join(",", typeArguments)}>";

    public string GetGenericTypeParameter(ImmutableArray<string> context, int index) =>
        index < context.Length ? context[index] : $"!{index}";

    public string GetGenericMethodParameter(ImmutableArray<string> context, int index) => $"!!{index}";

    public string GetPrimitiveType(PrimitiveTypeCode typeCode) => $"System.{typeCode}";

    public string GetSZArrayType(string elementType) => $"{elementType}[]";

    public string GetArrayType(string elementType, ArrayShape shape) => $"{elementType}[rank {shape.Rank}]";

    public string GetByReferenceType(string elementType) => $"{elementType}&";

    public string GetPointerType(string elementType) => $"{elementType}*";

    public string GetPinnedType(string elementType) => elementType;

    public string GetModifiedType(string modifier, string unmodifiedType, bool isRequired) =>
        $"{unmodifiedType} {(isRequired ? "modreq" : "modopt")}({modifier})";

    public string GetFunctionPointerType(MethodSignature<string> signature) => Of("*", signature);
}
