using Grpc.Core;
using Xunit;

namespace MedAid.Compat.Tests;

public sealed class ValueTests
{
    [Theory]
    [InlineData("with space")]
    [InlineData("起付线")]
    [InlineData("a:b")]
    public void A_header_key_that_cannot_travel_is_refused(string key)
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry(key, "value"));
    }

    [Fact]
    public void A_header_key_is_lowered_and_found_in_any_case()
    {
        var metadata = new Metadata { { "Clerk-Id.1_x", "li" } };

        Assert.Equal("clerk-id.1_x", metadata[0].Key);
        Assert.Equal("li", metadata.GetValue("CLERK-id.1_X"));
        Assert.Null(metadata.Get("clerk"));
    }

    [Fact]
    public void Bytes_need_the_suffix_and_text_must_not_have_it()
    {
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("stamp", [1]));
        Assert.Throws<ArgumentException>(() => new Metadata.Entry("stamp-bin", "text"));
        Assert.Throws<InvalidOperationException>(() => new Metadata.Entry("stamp-bin", [1]).Value);
    }

    [Fact]
    public void The_last_of_two_equal_keys_is_the_one_that_is_got()
    {
        var metadata = new Metadata { { "clerk", "li" }, { "room", "3" }, { "clerk", "wang" } };

        Assert.Equal("wang", metadata.GetValue("clerk"));
        Assert.Equal(["li", "wang"], metadata.GetAll("clerk").Select(entry => entry.Value));
    }

    [Fact]
    public void Bytes_given_to_a_header_are_its_own()
    {
        byte[] given = [1, 2];
        var entry = new Metadata.Entry("stamp-bin", given);
        given[0] = 9;
        entry.ValueBytes[1] = 9;

        Assert.Equal([1, 2], entry.ValueBytes);
    }

    [Fact]
    public void The_empty_metadata_stays_empty()
    {
        Assert.True(Metadata.Empty.IsReadOnly);
        Assert.Throws<InvalidOperationException>(() => Metadata.Empty.Add("clerk", "li"));
        Assert.Empty(Metadata.Empty);
    }

    [Fact]
    public void A_status_says_itself()
    {
        Assert.Equal(
            "Status(StatusCode=\"NotFound\", Detail=\"who?\")", new Status(StatusCode.NotFound, "who?").ToString());
        Assert.Equal(StatusCode.OK, default(Status).StatusCode);
        Assert.Equal(StatusCode.Cancelled, Status.DefaultCancelled.StatusCode);
    }

    [Fact]
    public void An_exception_carries_the_cause_of_its_status()
    {
        var cause = new IOException("cable");
        var exception = new RpcException(new Status(StatusCode.Unavailable, "gone", cause));

        Assert.Same(cause, exception.InnerException);
        Assert.Equal(exception.Status.ToString(), exception.Message);
        Assert.Empty(exception.Trailers);
    }

    [Fact]
    public void Call_options_change_as_copies()
    {
        var deadline = new DateTime(2026, 3, 1, 0, 0, 0, DateTimeKind.Utc);
        var plain = new CallOptions(new Metadata { { "clerk", "li" } });
        CallOptions changed = plain.WithDeadline(deadline).WithWaitForReady();

        Assert.Equal((null, false), (plain.Deadline, plain.IsWaitForReady));
        Assert.Equal((deadline, true), (changed.Deadline, changed.IsWaitForReady));
        Assert.Equal("li", changed.Headers?.GetValue("clerk"));
    }

    [Fact]
    public void A_plain_marshaller_works_with_a_context_too()
    {
        var context = new OneArray();

        Marshallers.StringMarshaller.ContextualSerializer("起付线", context);

        Assert.Equal("起付线", Marshallers.StringMarshaller.Deserializer(context.Payload));
        Assert.Equal("起付线", Marshallers.StringMarshaller.ContextualDeserializer(new FromArray(context.Payload)));
    }

    [Fact]
    public void A_marshaller_with_a_context_has_no_plain_form()
    {
        Marshaller<byte[]> contextual = Marshallers.Create<byte[]>(
            (value, context) => context.Complete(value), context => context.PayloadAsNewBuffer());

        Assert.Throws<NotImplementedException>(() => contextual.Serializer([1]));
        Assert.Throws<NotImplementedException>(() => contextual.Deserializer([1]));
    }

    private sealed class OneArray : SerializationContext
    {
        public byte[] Payload { get; private set; } = [];

        public override void Complete(byte[] payload) => Payload = payload;
    }

    private sealed class FromArray(byte[] payload) : DeserializationContext
    {
        public override int PayloadLength => payload.Length;

        public override byte[] PayloadAsNewBuffer() => payload;
    }
}
