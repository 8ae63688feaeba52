using MedAid.Contract.Settlement.V1;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>
/// Long prescriptions (吕医保发〔2021〕28号 二(二)1): two-disease drugs for at most 12 weeks, 84 days. The sample's box of amlodipine lasts 28 days.
/// </summary>
public sealed class PrescriptionTests(SharedGateway shared) : IClassFixture<SharedGateway>
{
    private const string Amlodipine = "XC08CAA001A001010100001";
    private const string Code = "（PRESCRIPTION_TOO_LONG）";

    private readonly GatewayProcess gateway = shared.Gateway;

    [Fact]
    public async Task Twelve_weeks_are_prescribed_without_a_word()
    {
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = Visit("three", boxes: 3) });

        Assert.DoesNotContain(quote.Warnings, w => w.Contains(Code, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_lasts_longer_is_named_with_its_article_in_quote_and_settlement_and_costs_the_same()
    {
        var visit = Visit("four", boxes: 4);
        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit });
        var settled = (await gateway.Settlements.SettleAsync(new() { RequestId = "prescription-1", Visit = visit })).Settlement;

        // 4 boxes × 28 days.
        var said = Assert.Single(quote.Warnings, w => w.EndsWith(Code, StringComparison.Ordinal));
        Assert.StartsWith($"第 1 项 {Amlodipine} 可用 112 天，超过一张处方最长的 12 周（84 天）", said, StringComparison.Ordinal);
        Assert.Contains("吕医保发〔2021〕28号", said, StringComparison.Ordinal);
        Assert.Equal([said], settled.Breakdown.Warnings);
        Assert.DoesNotContain(settled.Breakdown.Sentences, s => s.Contains("112 天", StringComparison.Ordinal));
        Assert.Equal(quote.Breakdown.PatientFen, settled.Breakdown.PatientFen);
    }

    [Fact]
    public async Task Lines_of_one_drug_count_together()
    {
        var visit = Visit("two-and-two", boxes: 2);
        visit.Items.Add(Requests.Item(2, Amlodipine, 20_00, 2));

        var quote = await gateway.Settlements.QuoteAsync(new() { Visit = visit });

        var said = Assert.Single(quote.Warnings, w => w.EndsWith(Code, StringComparison.Ordinal));
        Assert.StartsWith($"第 1、2 项 {Amlodipine} 可用 112 天，", said, StringComparison.Ordinal);
    }

    private static Visit Visit(string id, int boxes)
    {
        var visit = Requests.Sample(id).Visit;
        visit.VisitId = id;
        visit.IdNumber = Requests.Chen;
        visit.Care = Care.TwoDisease;
        visit.DiseaseCode = "M03900";
        visit.Items.Clear();
        visit.Items.Add(Requests.Item(1, Amlodipine, 20_00, boxes));
        return visit;
    }
}
