using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MedAid.Core;
using MedAid.Settlement.People;

namespace MedAid.Bureau.Visits;

/// <summary>A person as shown to the hospital: masked unless its role may see names.</summary>
/// <param name="Name">Name, or empty.</param>
/// <param name="IdNumber">Id number, or empty.</param>
/// <param name="Sex">gend: 1 male, 2 female; empty: not known.</param>
/// <param name="BirthDate">Birth date.</param>
public sealed record Patient(string Name, string IdNumber, string Sex, DateOnly BirthDate);

/// <summary>
/// Seals a visit's patient (AES-256-GCM) by a key that is worked out from the hospital's person key, which is not in the database. What was sealed
/// for one visit does not open for another.
/// </summary>
public sealed class PatientSeal(PersonTokens tokens)
{
    private const byte Format = 1;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int HeadBytes = 1 + NonceBytes + TagBytes;
    private const char Between = '\n';

    private readonly byte[] key = tokens.DeriveKey("national visits");

    /// <summary>Seals the patient of a visit.</summary>
    public byte[] Close(HospitalCode hospitalCode, string visitId, Patient patient)
    {
        var content = Encoding.UTF8.GetBytes(string.Join(
            Between, patient.Name.Replace(Between, ' '), patient.IdNumber, patient.Sex, $"{patient.BirthDate.DayNumber}"));
        var box = new byte[HeadBytes + content.Length];
        box[0] = Format;
        RandomNumberGenerator.Fill(box.AsSpan(1, NonceBytes));
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(
            box.AsSpan(1, NonceBytes), content, box.AsSpan(HeadBytes), box.AsSpan(1 + NonceBytes, TagBytes), ContextOf(hospitalCode, visitId));
        return box;
    }

    /// <summary>The patient of a visit; nobody in particular where it was sealed by another key.</summary>
    public Patient Open(RegisteredVisit visit)
    {
        var box = visit.Patient;
        if (box.Length <= HeadBytes || box[0] != Format)
        {
            return Unknown;
        }

        var content = new byte[box.Length - HeadBytes];
        using var cipher = new AesGcm(key, TagBytes);
        try
        {
            cipher.Decrypt(
                box.AsSpan(1, NonceBytes), box.AsSpan(HeadBytes), box.AsSpan(1 + NonceBytes, TagBytes), content,
                ContextOf(visit.HospitalCode, visit.VisitId));
        }
        catch (AuthenticationTagMismatchException)
        {
            return Unknown;
        }

        return Encoding.UTF8.GetString(content).Split(Between) is [var name, var number, var sex, var day]
            ? new Patient(name, number, sex, DateOnly.FromDayNumber(int.Parse(day, CultureInfo.InvariantCulture)))
            : Unknown;
    }

    /// <summary>What is shown of a patient of whom nothing is kept.</summary>
    public static Patient Unknown { get; } = new("", "", "", default);

    private static byte[] ContextOf(HospitalCode hospitalCode, string visitId) => Encoding.UTF8.GetBytes($"{hospitalCode}/{visitId}");
}
