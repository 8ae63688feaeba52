using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Visits;
using MedAid.Gateway.Calls;
using MedAid.Settlement;

namespace MedAid.Gateway.National;

/// <summary>
/// 9001 and 9002: an operator signs in for the day. The number follows from hospital, operator and day: a second sign-in gets the same.
/// </summary>
internal sealed class SessionTransactions(DoorWrites writes, VisitStore visits) : INationalTransactions
{
    private const int DayLength = 8;
    private const int HashBytes = 10;

    /// <inheritdoc/>
    public IReadOnlyList<NationalTransaction> All => [new("9001", SignInAsync), new("9002", SignOutAsync)];

    private async Task<DoorAnswer> SignInAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.SignIn);
        return await writes.OnceAsync(request, VisitTables.SignIn, input, head =>
        {
            var day = ChinaTime.DayOf(head.Time).ToString("yyyyMMdd", CultureInfo.InvariantCulture);
            var output = new JsonObject
            {
                ["signinoutb"] = new JsonObject
                {
                    ["sign_no"] = SignNumber(request, input.Rows("signIn")[0]["opter_no"], day), ["sign_time"] = DoorCodes.Text(head.Time),
                },
            };
            return visits.AnswerAsync(head, DoorWrites.OutputText(output), timer.Token);
        }, timer.Token);
    }

    private async Task<DoorAnswer> SignOutAsync(NationalRequest request, HttpContext http, CallTimer timer)
    {
        var input = DoorWrites.InputOf(request, VisitTables.SignOut);
        var row = input.Rows("signOut")[0];
        return await writes.OnceAsync(request, VisitTables.SignOut, input, head =>
        {
            var number = row["sign_no"];
            if (number.Length < DayLength || number != SignNumber(request, row["opter_no"], number[..DayLength]))
            {
                throw new NationalRefusedException($"{row.Path}.sign_no 不是该操作员在本系统签到（9001）得到的流水号，请核对");
            }

            var output = new JsonObject { ["signoutoutb"] = new JsonObject { ["sign_time"] = DoorCodes.Text(head.Time) } };
            return visits.AnswerAsync(head, DoorWrites.OutputText(output), timer.Token);
        }, timer.Token);
    }

    private static string SignNumber(NationalRequest request, string operatorNumber, string day)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{request.HospitalCode}\n{operatorNumber}\n{day}"));
        return day + Convert.ToHexString(hash.AsSpan(0, HashBytes));
    }
}
