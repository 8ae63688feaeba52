# The gateway and the command line in one image. Built and run for real by eng/docker-check.sh.
#
#   docker build -t medaid .
#   docker run -p 8080:8080 -p 50051:50051 -v medaid-data:/data medaid
#   docker run --rm --entrypoint dotnet medaid medaid.dll policy test packs

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source
# CI=true restores exactly what the committed lock files name.
ENV CI=true DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY protos protos
COPY src src
# The simulated bureau knows the people and items of the samples.
COPY samples samples
RUN dotnet restore src/MedAid.Gateway && dotnet restore src/MedAid.Cli
RUN dotnet publish src/MedAid.Gateway -c Release --no-restore -o /out \
 && dotnet publish src/MedAid.Cli -c Release --no-restore -o /out

FROM mcr.microsoft.com/dotnet/aspnet:10.0
# 1654 is the user `app` of the base image; a number lets an orchestrator see that it is not root.
RUN mkdir /data && chown 1654:1654 /data && chmod 750 /data
WORKDIR /app
COPY --from=build /out ./
COPY LICENSE ./
COPY packs packs
COPY samples samples
USER 1654:1654
VOLUME /data
# Ledger and person key belong to the volume; inside a container "this machine only" would be nobody.
ENV MEDAID__DATAFOLDER=/data MEDAID__LISTENADDRESS=0.0.0.0
# HTTP/1.1 JSON, console and probes; gRPC without TLS.
EXPOSE 8080 50051
STOPSIGNAL SIGTERM
# The image has no curl; the command line asks /readyz.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=3 CMD ["dotnet", "medaid.dll", "health"]
ENTRYPOINT ["dotnet", "MedAid.Gateway.dll"]
