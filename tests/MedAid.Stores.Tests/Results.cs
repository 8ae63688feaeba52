using MedAid.Settlement.Writes;

namespace MedAid.Testing;

/// <summary>What a test asks of a result.</summary>
internal static class Results
{
    /// <summary>A key with a content of its own.</summary>
    public static WriteKey Key(string requestId, string content = "content", bool validateOnly = false) => new(requestId, content, validateOnly);

    extension<T>(Result<T> result)
    {
        /// <summary>What was done; fails if it was not.</summary>
        public T Value => result.Match(
            (value, _) => value, () => throw new InvalidOperationException("the key was reused"),
            fault => throw new InvalidOperationException($"refused: {fault}"));

        /// <summary>Why it was refused; null: it was not.</summary>
        public Fault? Fault => result.Match((_, _) => (Fault?)null, () => null, fault => fault);

        /// <summary>Whether it was done, but before.</summary>
        public bool Replayed => result.Match((_, replayed) => replayed, () => false, _ => false);

        /// <summary>Whether the key stands for another content.</summary>
        public bool Reused => result.Match((_, _) => false, () => true, _ => false);
    }
}
