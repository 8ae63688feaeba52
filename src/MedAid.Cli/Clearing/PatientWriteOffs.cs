using System.CommandLine;

namespace MedAid.Cli;

/// <summary>`medaid patient write-off propose|decide|list`.</summary>
internal static class PatientWriteOffs
{
    public static Command Create() => new("write-off", "核销欠款：一人申请，另一人决定") { Propose(), Decide(), List() };

    private static Command Propose()
    {
        var person = new PatientInput();
        var (note, settlements) = (PatientCommands.Note(), PatientCommands.Settlements());
        return CommandFrame.Write(
            "propose", "申请核销还没有付的欠款", [.. person.Symbols, note, settlements],
            async call =>
            {
                var (key, id) = await person.ReadAsync(call);
                return await call.Gateway.Patients.ProposeWriteOffAsync(new()
                {
                    RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                    PersonKey = key, IdNumber = id, HospitalCode = call.Get(person.Hospital), Note = call.Get(note),
                    SettlementIds = { call.Get(settlements) },
                });
            },
            PatientCommands.Receipt);
    }

    private static Command Decide()
    {
        var proposal = Input.Name("proposal", "核销申请号");
        var reject = Input.Flag("--reject", "不予核销；不写则为同意");
        var note = PatientCommands.Note();
        return CommandFrame.Write(
            "decide", "决定核销；不能是申请人", [proposal, reject, note],
            call => call.Gateway.Patients.DecideWriteOffAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly,
                ProposalId = call.Get(proposal), Approved = !call.Get(reject), Note = call.Get(note),
            }),
            PatientCommands.Receipt);
    }

    private static Command List() => CommandFrame.Ask(
        "list", "列出等待决定的核销申请", [],
        call => Pages.WholeAsync(
            token => call.Gateway.Patients.ListWriteOffsAsync(new() { PageSize = Pages.Size, PageToken = token }), page => page.NextPageToken),
        answer => Display.Lines(
            answer.WriteOffs,
            w => $"{w.ProposalId}  {w.PersonKey}  {w.HospitalCode}  {Display.Yuan(w.AmountFen)} 元  {w.Note}（{w.ProposedBy} 申请）"));
}
