namespace MemHygiene.Pressure;

/// <summary>Somebody else who knows of something that should be told with the monitor's own alerts. A service; asked every few seconds, by one thread.</summary>
internal interface IAlertSource
{
    /// <summary>What it watches, each with what was seen and what to do, or null while there is nothing to tell.</summary>
    IEnumerable<(MemoryAlertKind Kind, (string Message, string Advice)? Found)> Look();
}
