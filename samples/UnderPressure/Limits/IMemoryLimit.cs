using System.Diagnostics;

namespace UnderPressure.Limits;

/// <summary>What stops a process that takes too much.</summary>
internal interface IMemoryLimit : IDisposable
{
    string Name { get; }

    /// <summary>Prepares the start of one part of this program that is to live under the limit.</summary>
    ProcessStartInfo Start(string verb);
}
