namespace MemHygiene.AspNetCore.Recycling;

/// <param name="Error">What is wrong with what was asked.</param>
internal sealed record ControlError(string Error);
