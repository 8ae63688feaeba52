using Google.Api;
using Google.Protobuf;
using Google.Protobuf.Collections;
using Google.Protobuf.Reflection;

namespace MedAid.Gateway.OpenApi;

/// <summary>
/// The comments of the proto files by full name. Generated code keeps none, so they come from the descriptor set that the build compiles and
/// embeds; it is also what <c>grpcurl -protoset</c> reads.
/// </summary>
internal sealed class ProtoComments
{
    // Field numbers of descriptor.proto, of which the paths of SourceCodeInfo are made.
    private const int FileMessage = 4;
    private const int FileEnum = 5;
    private const int FileService = 6;
    private const int MessageField = 2;
    private const int MessageMessage = 3;
    private const int MessageEnum = 4;
    private const int EnumValue = 2;
    private const int ServiceMethod = 2;

    private readonly Dictionary<string, string> byName = new(StringComparer.Ordinal);

    public ProtoComments()
    {
        foreach (var file in Contract().File)
        {
            foreach (var location in file.SourceCodeInfo?.Location ?? [])
            {
                if (location.HasLeadingComments && NameOf(file, location.Path) is { } name)
                {
                    byName[name] = Tidy(location.LeadingComments);
                }
            }
        }
    }

    /// <summary>The comment on a message, field, enum, value, service or method; empty if it has none.</summary>
    public string Of(string fullName) => byName.GetValueOrDefault(fullName, "");

    /// <summary>The embedded descriptor set.</summary>
    public static FileDescriptorSet Contract()
    {
        using var stream = typeof(ProtoComments).Assembly.GetManifestResourceStream("medaid.protoset")!;
        var extensions = new ExtensionRegistry { AnnotationsExtensions.Http, FieldBehaviorExtensions.FieldBehavior };
        return FileDescriptorSet.Parser.WithExtensionRegistry(extensions).ParseFrom(stream);
    }

    private static string? NameOf(FileDescriptorProto file, RepeatedField<int> path)
    {
        if (path.Count < 2)
        {
            return null;
        }

        return path[0] switch
        {
            FileMessage => InMessage(file.MessageType[path[1]], file.Package, path, 2),
            FileEnum => InEnum(file.EnumType[path[1]], file.Package, path, 2),
            FileService => InService(file.Service[path[1]], file.Package, path),
            _ => null,
        };
    }

    private static string? InMessage(DescriptorProto message, string parent, RepeatedField<int> path, int at)
    {
        var name = $"{parent}.{message.Name}";
        if (path.Count == at)
        {
            return name;
        }

        return (path[at], path.Count - at) switch
        {
            (MessageField, 2) => $"{name}.{message.Field[path[at + 1]].Name}",
            (MessageMessage, >= 2) => InMessage(message.NestedType[path[at + 1]], name, path, at + 2),
            (MessageEnum, >= 2) => InEnum(message.EnumType[path[at + 1]], name, path, at + 2),
            _ => null,
        };
    }

    /// <summary>In proto the values of an enum live beside it; here they are filed under it, so that two enums may use one word.</summary>
    private static string? InEnum(EnumDescriptorProto type, string parent, RepeatedField<int> path, int at)
    {
        var name = $"{parent}.{type.Name}";
        return (path.Count - at) switch
        {
            0 => name,
            2 when path[at] == EnumValue => $"{name}.{type.Value[path[at + 1]].Name}",
            _ => null,
        };
    }

    private static string? InService(ServiceDescriptorProto service, string package, RepeatedField<int> path)
    {
        var name = $"{package}.{service.Name}";
        return path.Count switch
        {
            2 => name,
            4 when path[2] == ServiceMethod => $"{name}.{service.Method[path[3]].Name}",
            _ => null,
        };
    }

    private static string Tidy(string comment) =>
        string.Join('\n', comment.Split('\n').Select(line => line.StartsWith(' ') ? line[1..] : line)).Trim();
}
