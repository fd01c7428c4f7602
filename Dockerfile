# report in a container: docker build -t report . && docker run --rm -v "$PWD:/report" report build
#
# The libraries and fonts are those of .ci/setup, which a test compares. The fonts are named by version,
# since other versions have other glyphs; Debian 12 keeps them as they are.
FROM debian:12-slim

RUN apt-get update -q \
    && apt-get install -y -q --no-install-recommends \
        ca-certificates \
        fontconfig \
        fonts-noto-cjk=1:20220127+repack1-1 \
        fonts-noto-cjk-extra=1:20220127+repack1-1 \
        ghostscript \
        git \
        libharfbuzz-subset0 \
        libharfbuzz0b \
        libpango-1.0-0 \
        libpangoft2-1.0-0 \
        poppler-utils \
        python3 \
        python3-venv \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/report
COPY . .
RUN .ci/setup system && .ci/setup python \
    && useradd --create-home --uid 1000 reader \
    && git config --system --add safe.directory '*'

USER reader
ENV PATH=/opt/report/.venv/bin:$PATH
WORKDIR /report
ENTRYPOINT ["report"]
CMD ["--help"]
