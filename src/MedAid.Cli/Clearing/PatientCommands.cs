using System.CommandLine;
using MedAid.Contract.Clearing.V1;

namespace MedAid.Cli;

/// <summary>`medaid patient …`: what patients owe, have paid and have deposited, by a running gateway.</summary>
internal static class PatientCommands
{
    public static Command Create() => new("patient", "患者账户：先诊疗后付费协议、欠款、押金、核销")
    {
        Sign(), End(), Pay(), Refund(), PatientDeposits.Create(), PatientWriteOffs.Create(), PatientReports.Account(), PatientReports.Age(),
        PatientReports.Statement(), QuoteDepositCommand.Create(),
    };

    /// <summary>Which settlements are meant.</summary>
    internal static Option<string[]> Settlements() => Input.Texts("--settlement", "结算 ID，可写多次；不写则为全部欠款，最早的在前");

    /// <summary>Why, for whoever looks into the book later.</summary>
    internal static Option<string> Note() => Input.Text("--note", "原因，写明会议或文件；不写姓名和病情", required: true);

    /// <summary>An amount in yuan, exact to the fen.</summary>
    internal static Option<long> Yuan(bool required = true) => Input.Yuan("--yuan", "金额，元，如 115.00", required);

    private static Command Sign()
    {
        var person = new PatientInput();
        var number = Input.Text("--number", "协议编号（纸面编号）", required: true);
        var day = Input.Text("--date", "签订日期；不写则为今天");
        return CommandFrame.Write(
            "sign", "签订先诊疗、后付费协议；回答里的协议号随结算送来", [.. person.Symbols, number, day],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.SignAgreementAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), Number = call.Get(number), SignedDate = call.Get(day),
                });
            },
            Receipt);
    }

    private static Command End()
    {
        var agreement = Input.Name("agreement", "协议号");
        var day = Input.Text("--last-date", "最后一天，不早于今天；不写则为今天");
        var note = Note();
        return CommandFrame.Write(
            "end", "终止协议；此前的欠款仍要付清", [agreement, day, note],
            call => call.Gateway.Patients.EndAgreementAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                AgreementId = call.Get(agreement), LastDate = call.Get(day), Note = call.Get(note),
            }),
            Receipt);
    }

    private static Command Pay()
    {
        var person = new PatientInput();
        var (yuan, settlements) = (Yuan(), Settlements());
        return CommandFrame.Write(
            "pay", "患者付欠款，可以只付一部分；回答就是收据", [.. person.Symbols, yuan, settlements],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.PayDebtAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), AmountFen = call.Get(yuan),
                    SettlementIds = { call.Get(settlements) },
                });
            },
            Receipt);
    }

    private static Command Refund()
    {
        var person = new PatientInput();
        var yuan = Yuan();
        return CommandFrame.Write(
            "refund", "退给患者：结算撤销前已付的钱", [.. person.Symbols, yuan],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.RefundPatientAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), AmountFen = call.Get(yuan),
                });
            },
            Receipt);
    }

    /// <summary>The outcome, with the numbers that the patient keeps.</summary>
    internal static void Receipt(PatientRecord record)
    {
        Console.Out.WriteLine(record.Sentence);
        (string Title, string Text)[] numbers =
            [("收据号", record.ReceiptNumber), ("协议号", record.AgreementId), ("核销申请号", record.ProposalId), ("人员编号", record.PersonKey)];
        Display.Lines(numbers.Where(n => n.Text.Length > 0), n => $"{n.Title}  {n.Text}");
        if (record.LeftFen > 0)
        {
            Console.Out.WriteLine($"这笔结算个人负担还有 {Display.Yuan(record.LeftFen)} 元");
        }

        Console.Out.WriteLine(Balance(record.Balance));
    }

    /// <summary>Where an account stands, in one line.</summary>
    internal static string Balance(AccountBalance? balance) =>
        $"欠款 {Display.Yuan(balance?.OwedFen ?? 0)} 元，押金 {Display.Yuan(balance?.DepositFen ?? 0)} 元，应退 {Display.Yuan(balance?.RefundDueFen ?? 0)} 元";
}
