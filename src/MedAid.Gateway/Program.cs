using System.Text;
using MedAid.Gateway.Hosting;

Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
return await GatewayProgram.RunAsync(args);
