using System.Globalization;

namespace MedAid.Stores.Proof;

/// <summary>
/// A file for what does not fit into memory, its owner's alone. It is made when it is first needed, and goes with the process or when this is
/// disposed.
/// </summary>
public sealed class ScratchFile(string folder) : IDisposable
{
    private FileStream? file;

    /// <summary>The empty file.</summary>
    public Stream Open()
    {
        OwnersOnly.MakeFolder(folder);
        var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"proof-{Guid.NewGuid():N}.scratch"));
        file = OwnersOnly.OpenPassing(path);
        return file;
    }

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();
}
