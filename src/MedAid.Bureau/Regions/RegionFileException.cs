namespace MedAid.Bureau.Regions;

/// <summary>A file of a region that cannot be used, with one Chinese sentence that says where and why.</summary>
public sealed class RegionFileException(string message) : Exception(message);
