using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using MedAid.Bureau.Messages;
using MedAid.Bureau.Messages.Forms;
using MedAid.Bureau.Regions;
using MedAid.Bureau.Signing;

namespace MedAid.Bureau.Tests;

public sealed class RoundTripTests
{
    private const int Messages = 3_000;
    private const int Mutations = 20_000;

    private static readonly Region[] Regions = [.. SigningTests.Book.All];
    private static readonly TransactionForm[] Forms = [.. TransactionForms.All];
    private static readonly DateTimeOffset At = new(2026, 3, 1, 17, 0, 1, TimeSpan.Zero);

    [Fact]
    public void What_a_region_writes_it_reads_the_same() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var (region, form) = (Regions[random.Next(Regions.Length)], Forms[random.Next(Forms.Length)]);
            var input = RandomMessages.Content(form.Input, random);
            var signer = new MessageSigner(region, SigningTests.Keys);
            var sent = signer.Sign(RandomMessages.Message(form.Number, input, random), At, "n");
            Assert.True(signer.Holds(sent.Body, n => sent.Headers.GetValueOrDefault(n)));
            var read = NationalRequest.Read(sent.Body, form.Number, SigningTests.Keys.Decipher);
            Assert.Equal(form.Number, read.PlainNumber);
            Assert.Equal("H14112300001", read.HospitalCode.Text);
            RandomMessages.AssertSame(input, NationalReader.Read(read.Input!.Value, form.Input, "input"), form.Input);

            var output = RandomMessages.Content(form.Output, random);
            var body = new NationalReplyMessage
            {
                IsDone = true, Output = output, ReceivedAt = At, AnsweredAt = At, Number = seed, District = "141123", Warning = "注意",
            }.Render(region, SigningTests.Keys.Encipher);
            var reply = NationalReply.Read(body, region, SigningTests.Keys.Decipher);
            Assert.Equal((NationalOutcome.Succeeded, "注意"), (reply.Outcome, reply.Warning));
            RandomMessages.AssertSame(output, reply.Output(form.Output), form.Output);
            return true;
        },
        iter: Messages);

    [Fact]
    public void No_refusal_is_read_as_done_whatever_its_sentence() => Gen.Select(Gen.Int[0, Regions.Length - 1], Gen.String).Sample(
        (at, sentence) => NationalReply.Read(
            new NationalReplyMessage { IsDone = false, Sentence = sentence, ReceivedAt = At, AnsweredAt = At, Number = 1 }.Render(Regions[at]),
            Regions[at]).Outcome == NationalOutcome.Refused,
        iter: Messages);

    [Fact]
    public void A_mutated_envelope_is_read_or_refused_and_nothing_else_happens() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var (region, form) = (Regions[random.Next(Regions.Length)], Forms[random.Next(Forms.Length)]);
            var envelope = RandomMessages.Message(form.Number, RandomMessages.Content(form.Input, random), random).Envelope(region);
            for (var times = random.Next(1, 4); times > 0; times--)
            {
                Spoil(envelope, random);
            }

            var body = Spoiled(Encoding.UTF8.GetBytes(envelope.ToJsonString()), random);
            Use(body, form, region);
            return true;
        },
        iter: Mutations);

    private static void Use(byte[] body, TransactionForm form, Region region)
    {
        try
        {
            var request = NationalRequest.Read(body, "", SigningTests.Keys.Decipher);
            _ = $"{request.WriteKey}{request.District}{request.Operator}";
            if (request.Input is { } input)
            {
                var row = NationalReader.Read(input, (TransactionForms.Find(request.Number) ?? form).Input, "input").Node("data");
                _ = (row.Fen("medfee_sumamt"), row.Day("begntime"), row.Instant("begntime"));
            }
        }
        catch (NationalRefusedException refused)
        {
            Assert.NotEmpty(refused.Message);
        }

        var reply = NationalReply.Read(body, region, SigningTests.Keys.Decipher);
        try
        {
            reply.Output(form.Output);
        }
        catch (NationalRefusedException refused)
        {
            Assert.NotEmpty(refused.Message);
        }

        new MessageSigner(region, SigningTests.Keys).Holds(body, _ => "1:2");
    }

    /// <summary>Changes one member somewhere in the message.</summary>
    private static void Spoil(JsonNode node, Random random)
    {
        switch (node)
        {
            case JsonObject { Count: > 0 } map:
                var (name, value) = map.ElementAt(random.Next(map.Count));
                if (value is JsonObject or JsonArray && random.Next(3) > 0)
                {
                    Spoil(value, random);
                }
                else
                {
                    map[random.Next(10) == 0 ? "infcode" : name] = Odd(random);
                }

                break;
            case JsonArray { Count: > 0 } list:
                var at = random.Next(list.Count);
                list[at] = Odd(random);
                break;
            default:
                break;
        }
    }

    private static JsonNode? Odd(Random random) => random.Next(14) switch
    {
        0 => null, 1 => "", 2 => "-", 3 => -1, 4 => JsonNode.Parse("1e300"), 5 => JsonNode.Parse("[null]"), 6 => new JsonObject(), 7 => true,
        8 => JsonNode.Parse("0.000000000000000000000000000001"), 9 => JsonNode.Parse("99999999999999999999999999"), 10 => new string('x', 50_000),
        11 => "\u0000\t", 12 => "{\"data\":[{\"psn_no\":1}]}", _ => 0,
    };

    /// <summary>Changes the bytes.</summary>
    private static byte[] Spoiled(byte[] body, Random random)
    {
        switch (random.Next(9))
        {
            case 0:
                return body[..random.Next(body.Length)];
            case 1:
                body[random.Next(body.Length)] = (byte)random.Next(256);
                return body;
            case 2:
                return [(byte)'=', .. body];
            case 3:
                return [.. Encoding.UTF8.Preamble, .. body];
            case 4:
                return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("msgid", "\\ud800", StringComparison.Ordinal));
            case 5:
                return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("\"data\":", "\"data\":1,\"data\":", StringComparison.Ordinal));
            case 6:
                return Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace("H141", "\\udfff", StringComparison.Ordinal));
            case 7:
                return Encoding.UTF8.GetBytes($"=%7B{Uri.EscapeDataString(Encoding.UTF8.GetString(body)[1..])}");
            default:
                return body;
        }
    }
}
