using MedAid.Stores.Tests.Contracts;

namespace MedAid.Stores.Tests.Embedded;

/// <summary>A fact that mounts a small disk of its own, which only root on Linux may; elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    /// <summary>A fact; <paramref name="postgres"/>: that also starts a PostgreSQL.</summary>
    public MountFactAttribute(bool postgres = false)
    {
        if (postgres && NeedsPostgresAttribute.Skips)
        {
            Skip = NeedsPostgresAttribute.Missing;
        }

        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Skip = "Mounts a tmpfs: run as root on Linux";
        }
    }
}
