using System.Text;
using System.Text.Json.Nodes;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Regions;
using MedAid.Core;

namespace MedAid.Bureau.Tests;

public sealed class MessageTests
{
    private static readonly RegionBook Book = RegionBook.Load();

    [Fact]
    public void A_message_is_read_as_it_was_written()
    {
        var message = new NationalMessage
        {
            Number = "2601", MessageId = "H14112300001202603020100010042", HospitalCode = new HospitalCode("H14112300001"), HospitalName = "兴县人民医院",
            District = "141123", InsuredDistrict = "141123", SignNumber = "S1", At = new DateTimeOffset(2026, 3, 1, 17, 0, 1, TimeSpan.Zero),
            Input = new JsonObject { ["data"] = new JsonObject { ["psn_no"] = "1", ["oinfno"] = "2207A" } },
        };
        var read = NationalRequest.Read(message.Render(Book.National), "2601");
        Assert.Equal("2601", read.Number);
        Assert.Equal(message.MessageId, read.MessageId);
        Assert.Equal("H14112300001", read.HospitalCode.Text);
        Assert.Equal("S1", read.Envelope["sign_no"]);
        Assert.Equal("2207A", read.Input!.Value.GetProperty("data").GetProperty("oinfno").GetString());
    }

    [Theory]
    [InlineData("{\"infcode\":0,\"err_msg\":null}", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":\"0\",\"err_msg\":\"\",\"output\":\"{\\\"a\\\":1}\"}", NationalOutcome.Succeeded)]
    [InlineData("{\"infcode\":0,\"err_msg\":\"FSI-文件查询号不能为空\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("{\"infcode\":-1,\"err_msg\":\"FSI-已退费\"}", NationalOutcome.Refused)]
    [InlineData("{\"type\":\"error\",\"infcode\":-1,\"err_msg\":\"未知交易编号\"}", NationalOutcome.Refused)]
    [InlineData("{\"code\":\"999\",\"msg\":\"x\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("<html>502</html>", NationalOutcome.NotAnAnswer)]
    [InlineData("{\"infcode\":0,\"output\":\"no json\"}", NationalOutcome.NotAnAnswer)]
    [InlineData("[]", NationalOutcome.NotAnAnswer)]
    [InlineData("", NationalOutcome.NotAnAnswer)]
    public void An_answer_is_done_refused_or_unknown(string body, NationalOutcome outcome) =>
        Assert.Equal(outcome, NationalReply.Read(Encoding.UTF8.GetBytes(body), Book.National).Outcome);
}
