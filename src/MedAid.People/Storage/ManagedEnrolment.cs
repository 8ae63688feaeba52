using System.Security.Cryptography;
using System.Text;
using MedAid.People.Qualifications;

namespace MedAid.People.Storage;

/// <summary>An enrolment of a managed patients' list: under which id and since when, and its outcome; null: it has not ended.</summary>
public sealed record ManagedEnrolment(string EnrolmentId, DateTimeOffset Begun, EnrolmentResult? Result)
{
    private const int IdDigits = 24;

    /// <summary>The id of the enrolment that a request begins.</summary>
    public static string IdOf(string requestId) => $"E{Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(requestId)))[..IdDigits]}";
}
