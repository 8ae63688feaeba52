using System.CommandLine;

namespace MedAid.Cli;

/// <summary>`medaid patient deposit take|apply|return`.</summary>
internal static class PatientDeposits
{
    public static Command Create() => new("deposit", "押金：收取、抵付、退还") { Take(), Apply(), Return() };

    private static Command Take()
    {
        var person = new PatientInput();
        var yuan = PatientCommands.Yuan();
        return CommandFrame.Write(
            "take", "收押金", [.. person.Symbols, yuan],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.TakeDepositAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), AmountFen = call.Get(yuan),
                });
            },
            PatientCommands.Receipt);
    }

    private static Command Apply()
    {
        var person = new PatientInput();
        var settlement = Input.Text("--settlement", "结算 ID", required: true);
        var yuan = PatientCommands.Yuan(required: false);
        return CommandFrame.Write(
            "apply", "用押金支付一笔结算的个人负担；不写金额则能抵多少抵多少", [.. person.Symbols, settlement, yuan],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.ApplyDepositAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), SettlementId = call.Get(settlement),
                    AmountFen = call.Get(yuan),
                });
            },
            PatientCommands.Receipt);
    }

    private static Command Return()
    {
        var person = new PatientInput();
        var yuan = PatientCommands.Yuan(required: false);
        return CommandFrame.Write(
            "return", "退押金；不写金额则全退", [.. person.Symbols, yuan],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.ReturnDepositAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), AmountFen = call.Get(yuan),
                });
            },
            PatientCommands.Receipt);
    }
}
