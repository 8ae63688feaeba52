using Microsoft.Extensions.Logging;

namespace MedAid.Gateway.Tests.EndToEnd;

/// <summary>The log of a gateway, line by line as its console would show it.</summary>
internal sealed class LogLines(Action<string> write) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new Page(categoryName, write);

    public void Dispose()
    {
    }

    private sealed class Page(string category, Action<string> write) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            write($"{Word(logLevel)}: {category}[{eventId.Id}]");
            foreach (var line in $"{formatter(state, exception)}\n{exception}".TrimEnd().Split('\n'))
            {
                write($"      {line}");
            }
        }

        private static string Word(LogLevel level) => level switch
        {
            LogLevel.Critical => "crit",
            LogLevel.Error => "fail",
            LogLevel.Warning => "warn",
            LogLevel.Information => "info",
            _ => "dbug",
        };
    }
}
