using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace MedAid.Gateway.Grpc;

/// <summary>What the reflection service answers from: every file that an offered service needs, by name, by symbol and by extension.</summary>
internal sealed class ReflectionIndex
{
    private readonly Dictionary<string, FileDescriptor> filesByName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FileDescriptor> filesBySymbol = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Type, int Number), FileDescriptor> filesByExtension = [];

    public ReflectionIndex(WireCatalog catalog)
    {
        foreach (var service in catalog.Services)
        {
            AddFile(service.File);
        }
    }

    public ByteString[]? FileByName(string name) => WithImports(filesByName.GetValueOrDefault(name));

    public ByteString[]? FileBySymbol(string symbol) => WithImports(filesBySymbol.GetValueOrDefault(symbol));

    public ByteString[]? FileByExtension(string type, int number) => WithImports(filesByExtension.GetValueOrDefault((type, number)));

    public bool KnowsType(string type) =>
        filesBySymbol.TryGetValue(type, out var file) && file.FindTypeByName<MessageDescriptor>(type[(file.Package.Length + 1)..]) is not null;

    public IEnumerable<int> ExtensionNumbers(string type) => filesByExtension.Keys.Where(k => k.Type == type).Select(k => k.Number).Order();

    /// <summary>The file first, then all that it imports, as the servers of other languages answer.</summary>
    private static ByteString[]? WithImports(FileDescriptor? file)
    {
        if (file is null)
        {
            return null;
        }

        var ordered = new List<FileDescriptor>();
        Visit(file);
        ordered.Reverse();
        return [.. ordered.Select(f => f.SerializedData)];

        void Visit(FileDescriptor visited)
        {
            foreach (var import in visited.Dependencies)
            {
                Visit(import);
            }

            if (!ordered.Contains(visited))
            {
                ordered.Add(visited);
            }
        }
    }

    private void AddFile(FileDescriptor file)
    {
        if (!filesByName.TryAdd(file.Name, file))
        {
            return;
        }

        foreach (var import in file.Dependencies)
        {
            AddFile(import);
        }

        foreach (var service in file.Services)
        {
            filesBySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
            {
                filesBySymbol[method.FullName] = file;
            }
        }

        foreach (var message in file.MessageTypes)
        {
            AddMessage(message);
        }

        foreach (var enumeration in file.EnumTypes)
        {
            AddEnum(enumeration);
        }

        AddExtensions(file.Extensions, file);
    }

    private void AddMessage(MessageDescriptor message)
    {
        filesBySymbol[message.FullName] = message.File;
        foreach (var field in message.Fields.InDeclarationOrder())
        {
            filesBySymbol[field.FullName] = message.File;
        }

        foreach (var oneof in message.Oneofs)
        {
            filesBySymbol[oneof.FullName] = message.File;
        }

        foreach (var nested in message.NestedTypes)
        {
            AddMessage(nested);
        }

        foreach (var enumeration in message.EnumTypes)
        {
            AddEnum(enumeration);
        }

        AddExtensions(message.Extensions, message.File);
    }

    private void AddEnum(EnumDescriptor enumeration)
    {
        filesBySymbol[enumeration.FullName] = enumeration.File;
        foreach (var value in enumeration.Values)
        {
            filesBySymbol[value.FullName] = enumeration.File;
        }
    }

    private void AddExtensions(ExtensionCollection extensions, FileDescriptor file)
    {
        foreach (var extension in extensions.UnorderedExtensions)
        {
            filesBySymbol[extension.FullName] = file;
            filesByExtension[(extension.ExtendeeType.FullName, extension.FieldNumber)] = file;
        }
    }
}
