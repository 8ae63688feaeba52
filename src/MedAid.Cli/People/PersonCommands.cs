using System.CommandLine;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using MedAid.Contract.People.V1;
using MedAid.Core.Policy;
using MedAid.Settlement.People;

namespace MedAid.Cli;

/// <summary>`medaid person …`: what is known of a person, since when, and the keys that seal names and numbers.</summary>
internal static class PersonCommands
{
    public static Command Create() => new("person", "人员：身份、身份的来历、密钥轮换") { Get(), History(), RotateKey() };

    private static Command Get()
    {
        var asKnown = new Option<Timestamp?>("--as-known")
        {
            Description = "按当时所知，如 2026-03-01T08:00:00+08:00；不写则按现在所知",
            CustomParser = result =>
            {
                try
                {
                    return JsonParser.Default.Parse<Timestamp>($"\"{result.Tokens[0].Value}\"");
                }
                catch (InvalidProtocolBufferException)
                {
                    result.AddError("--as-known 要写成 2026-03-01T08:00:00+08:00");
                    return null;
                }
            },
        };
        return Read("get", "查看一个人的参保和身份；每次查询都留痕", asKnown, person => Display.Lines(person.Identities, Line));
    }

    private static Command History() => Read(
        "history", "查看一个人的来历：身份、参保、资格和户，何时起享、何时起知、由谁得知", null, person =>
        {
            foreach (var row in person.IdentityChanges)
            {
                var closed = row.KnownToTime is { } to
                    ? $"，{Display.Time(to)} 起不再认（{Display.Origin(row.ClosedByImportId, row.ClosedLine)}）" : "";
                Console.Out.WriteLine(
                    $"{Line(row.Identity)}；{Display.Time(row.KnownFromTime)} 起得知（{Display.Origin(row.OpenedByImportId, row.OpenedLine)}）{closed}");
            }

            Display.Lines(
                person.Versions,
                v => $"  版本 {v.Version}  {Display.Time(v.KnownFromTime)} 起  {CodeNames.Scheme(v.Scheme)} {CountyNames.Shown(v.CountyCode)}  "
                    + $"{string.Join("；", v.Qualifications.Select(Held))}  {By(v.ChangedBy, v.Operator)}");
            Display.Lines(
                person.Households,
                h => $"  户  {Display.Time(h.KnownFromTime)} 起  户主 {h.HeadKey}  {CountyNames.Shown(h.CountyCode)} {h.Township} {h.Village}  "
                    + By(h.ChangedBy, h.Operator));
        });

    private static Command RotateKey()
    {
        var newKey = Input.Flag("--new-key", "先在网关的密钥文件里加一把新密钥；多个网关时请手工把新密钥加到每一份文件，不用此项");
        return CommandFrame.Write(
            "rotate-key", "用密钥文件里最后一把密钥重新加密全部姓名和号码；没做完可以再做", [newKey],
            call => call.Gateway.People.RotatePersonKeyAsync(new()
            {
                RequestId = call.RequestId, ValidateOnly = call.ValidateOnly, NewKey = call.Get(newKey),
            }),
            answer => Console.Out.WriteLine($"密钥 {answer.KeyId}，重新加密 {answer.Resealed} 人"));
    }

    private static Command Read(string name, string description, Option<Timestamp?>? asKnown, Action<Person> print)
    {
        var key = Input.Text("--key", "人员编号（结算里的 person_key）");
        var id = Input.Flag("--id-number", "从标准输入读身份证号码（不写在命令行上，以免留在历史记录里）");
        var purpose = Input.Text("--purpose", "查询事由；记入留痕", required: true);
        return CommandFrame.Ask(
            name, description, [key, id, purpose, .. asKnown is null ? (Symbol[])[] : [asKnown]],
            async call => await call.Gateway.People.GetPersonAsync(new()
            {
                PersonKey = call.Get(key), IdNumber = call.Get(id) ? await call.ReadIdNumberAsync() : "", Purpose = call.Get(purpose),
                AsKnownTime = asKnown is null ? null : call.Get(asKnown),
            }),
            person =>
            {
                var insured = person.Scheme.Length > 0
                    ? $"{CodeNames.Scheme(person.Scheme)} {CountyNames.Shown(person.CountyCode)}，版本 {person.EligibilityVersion}" : "未查到参保登记";
                Console.Out.WriteLine($"{person.PersonKey}  {person.Name}  {person.IdNumber}  {insured}");
                print(person);
            });
    }

    private static string By(string changedBy, string clerk) => $"由 {changedBy}{Display.If("，", clerk, " 办理")}";

    private static string Held(HeldQualification held) =>
        (QualificationKinds.Words.TryFind(held.Kind, out var kind) ? QualificationKinds.Words.ChineseOf(kind) : held.Kind)
        + $" {held.DiseaseCode} {held.FromDate} 起"
        + Display.If("，到 ", held.UntilDate, "（不含）") + Display.If("，选定 ", held.HospitalCode);

    private static string Line(Identity identity)
    {
        var from = identity.FromDate.Length > 0 ? identity.FromDate : "记录之前";
        var until = identity.UntilDate.Length > 0 ? $"到 {identity.UntilDate}（不含）" : "起，未见退出";
        return $"  {Display.Identity(identity.Identity_)}  {from} {until}{Display.If("，先保障后认证，期限 ", identity.CertifyByDate)}";
    }
}
