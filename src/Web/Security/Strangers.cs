using Microsoft.AspNetCore.Connections;
using WebCap.Configuration;

namespace WebCap.Security;

/// <summary>
/// The connections on which nobody has shown a token or a session yet: half-open ones, silent ones, those that send their headers a byte at a time. They
/// may be half of all, and less where those who are known take more. One more, and the one that has been a stranger longest gives way: whoever has a
/// token is recognised by his first request and stays, however many come who have none, and from whatever address. By address would not do,
/// because behind a proxy all come from one.
/// Any thread.
/// </summary>
internal sealed partial class Strangers(WebCapOptions options, TimeProvider time, ILogger<Strangers> logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromMinutes(1);

    private readonly Lock sync = new();
    // The oldest first.
    private readonly LinkedList<ConnectionContext> waiting = new();
    private readonly int most = options.Connections / 2;
    // What is kept free of strangers, because one that gives way takes a moment to go.
    private readonly int crowded = options.Connections - (options.Connections / 8);
    private int open;
    private long closed;
    private long? loggedAt;

    /// <summary>Connections that had to give way.</summary>
    public long Closed => Interlocked.Read(ref closed);

    /// <summary>For Kestrel: everything that is done with a connection, in front of TLS.</summary>
    public ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        var stranger = Add(connection);
        connection.Features.Set(stranger);
        try
        {
            await next(connection);
        }
        finally
        {
            stranger.Leave();
            lock (sync) open--;
        }
    };

    private Stranger Add(ConnectionContext connection)
    {
        LinkedListNode<ConnectionContext> added;
        ConnectionContext? oldest = null;
        lock (sync)
        {
            if (waiting.Count >= most || (open >= crowded && waiting.Count > 0))
            {
                oldest = waiting.First!.Value;
                waiting.RemoveFirst();
            }

            open++;
            added = waiting.AddLast(connection);
        }

        if (oldest is not null)
        {
            Interlocked.Increment(ref closed);
            oldest.Abort(new ConnectionAbortedException("It gave way to another connection."));
            LogNowAndThen();
        }

        return new Stranger(this, added);
    }

    private void Remove(LinkedListNode<ConnectionContext> node)
    {
        lock (sync)
        {
            if (node.List is not null) waiting.Remove(node);
        }
    }

    private void LogNowAndThen()
    {
        lock (sync)
        {
            if (loggedAt is { } last && time.GetElapsedTime(last) < LogInterval) return;
            loggedAt = time.GetTimestamp();
        }

        LogCrowd(logger, Closed);
    }

    [LoggerMessage(120, LogLevel.Warning, "There are too many connections on which nobody has signed in; the oldest of them are closed to make room ({Closed} so far).")]
    private static partial void LogCrowd(ILogger logger, long closed);

    /// <summary>One of them; a feature of its connection, and so of each request on it.</summary>
    internal sealed class Stranger(Strangers all, LinkedListNode<ConnectionContext> node)
    {
        /// <summary>A request on the connection has shown who it is from.</summary>
        public void Recognise() => Leave();

        /// <summary>The connection is over.</summary>
        public void Leave() => all.Remove(node);
    }
}
