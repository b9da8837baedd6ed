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
    private readonly LinkedList<Stranger> waiting = new();
    private readonly int most = options.Connections / 2;
    // What is kept free of strangers.
    private readonly int crowded = options.Connections - (options.Connections / 8);
    // Those that give way take a moment to go, and count no more; see MostSockets.
    private int open;
    private long closed;
    private long? loggedAt;

    /// <summary>
    /// What the server is told to take at once: more than the bound by those that are on their way out, which under a flood of connections are many.
    /// The bound itself is kept here.
    /// </summary>
    public static int MostSockets(WebCapOptions options) => options.Connections + (options.Connections / 2);

    /// <summary>Connections that had to give way.</summary>
    public long Closed => Interlocked.Read(ref closed);

    /// <summary>For Kestrel: everything that is done with a connection, in front of TLS.</summary>
    public ConnectionDelegate Watch(ConnectionDelegate next) => async connection =>
    {
        if (Add(connection) is not { } stranger)
        {
            connection.Abort(new ConnectionAbortedException("There are as many connections as there may be."));
            return;
        }

        connection.Features.Set(stranger);
        try
        {
            await next(connection);
        }
        finally
        {
            stranger.End();
        }
    };

    // Null when all are taken by those who are known.
    private Stranger? Add(ConnectionContext connection)
    {
        Stranger? oldest = null;
        Stranger added;
        lock (sync)
        {
            if (waiting.Count >= most || (open >= crowded && waiting.Count > 0))
            {
                oldest = waiting.First!.Value;
                waiting.RemoveFirst();
                oldest.HasGivenWay = true;
                open--;
            }
            else if (open >= options.Connections)
            {
                return null;
            }

            open++;
            added = new Stranger(this, connection);
            waiting.AddLast(added.Node);
        }

        if (oldest is not null)
        {
            Interlocked.Increment(ref closed);
            oldest.Connection.Abort(new ConnectionAbortedException("It gave way to another connection."));
            LogNowAndThen();
        }

        return added;
    }

    private void Remove(Stranger stranger, bool isOver)
    {
        lock (sync)
        {
            if (stranger.Node.List is not null) waiting.Remove(stranger.Node);
            if (isOver && !stranger.HasGivenWay) open--;
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
    internal sealed class Stranger
    {
        private readonly Strangers all;

        public Stranger(Strangers all, ConnectionContext connection)
        {
            this.all = all;
            Connection = connection;
            Node = new LinkedListNode<Stranger>(this);
        }

        internal ConnectionContext Connection { get; }

        internal LinkedListNode<Stranger> Node { get; }

        // Under the lock.
        internal bool HasGivenWay { get; set; }

        /// <summary>A request on the connection has shown who it is from.</summary>
        public void Recognise() => all.Remove(this, isOver: false);

        /// <summary>The connection is over.</summary>
        public void End() => all.Remove(this, isOver: true);
    }
}
