namespace MedAid.Stores.Tests.Embedded;

/// <summary>A fact that mounts a small disk of its own, which only root on Linux may; elsewhere it is skipped and says so.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class MountFactAttribute : FactAttribute
{
    public MountFactAttribute()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            Skip = "Mounts a tmpfs: run as root on Linux";
        }
    }
}
