using UnderPressure;

return await UnderPressureCommand.Create().Parse(args).InvokeAsync();
