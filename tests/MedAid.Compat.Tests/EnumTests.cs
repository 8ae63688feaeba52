using Grpc.Core;
using Xunit;

namespace MedAid.Compat.Tests;

/// <summary>Numbers are compiled into the real DLLs and some go over the wire, so none may move.</summary>
public sealed class EnumTests
{
    /// <summary>The table of the gRPC specification, doc/statuscodes.md.</summary>
    [Fact]
    public void Status_codes_are_those_of_the_specification()
    {
        string[] specification =
        [
            "OK", "Cancelled", "Unknown", "InvalidArgument", "DeadlineExceeded", "NotFound", "AlreadyExists",
            "PermissionDenied", "ResourceExhausted", "FailedPrecondition", "Aborted", "OutOfRange", "Unimplemented",
            "Internal", "Unavailable", "DataLoss", "Unauthenticated",
        ];

        Assert.Equal(specification.Select((name, number) => (name, number)), Pairs<StatusCode>());
    }

    [Fact]
    public void Kinds_of_method_keep_their_numbers()
    {
        Assert.Equal(
            [("Unary", 0), ("ClientStreaming", 1), ("ServerStreaming", 2), ("DuplexStreaming", 3)],
            Pairs<MethodType>());
    }

    [Fact]
    public void Write_flags_keep_their_bits()
    {
        Assert.Equal([("BufferHint", 1), ("NoCompress", 2)], Pairs<WriteFlags>());
    }

    [Fact]
    public void States_of_a_channel_keep_their_numbers()
    {
        Assert.Equal(
            [("Idle", 0), ("Connecting", 1), ("Ready", 2), ("TransientFailure", 3), ("Shutdown", 4)],
            Pairs<ConnectivityState>());
    }

    private static IEnumerable<(string Name, int Number)> Pairs<T>()
        where T : struct, Enum =>
        Enum.GetValues<T>().Select(value => (value.ToString(), Convert.ToInt32(value)));
}
