using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace MedAid.Testing;

/// <summary>
/// Free ports for servers that a test starts. They lie below those that the system gives to outgoing connections: one of these would be taken by
/// somebody before the server listens.
/// </summary>
public static class Ports
{
    private const int First = 10_000;
    private const int AfterLast = 32_768;

    /// <summary>A port on which nobody listens.</summary>
    public static int Free()
    {
        while (true)
        {
            var port = RandomNumberGenerator.GetInt32(First, AfterLast);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
