namespace WebCap.Rewind.Triggers;

/// <summary>What a packet that matches does.</summary>
internal enum TriggerVerdict
{
    /// <summary>Nothing: too few have come in this second.</summary>
    Wait,

    /// <summary>It fires the trigger.</summary>
    Fire,

    /// <summary>It would, but the trigger has just fired or fired often enough.</summary>
    Suppress,
}
