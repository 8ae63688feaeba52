using MedAid.Gateway;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMedAidWire();

var app = builder.Build();
app.UseMedAidWire();
app.MapMedAidStandards();
app.Run();
