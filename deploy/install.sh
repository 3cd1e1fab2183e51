#!/bin/sh
# 从本归档安装,不用网络:install.sh 目标文件夹(默认 /opt/jili)
set -eu
cd "$(dirname "$0")"
target=${1:-/opt/jili}
sha256sum --check --quiet --strict SHA256SUMS || { echo "归档不完整或被改动过,没有安装" >&2; exit 1; }
"${PYTHON:-python3}" -c 'import sys; sys.exit(sys.version_info[:2] < (3, 11))' ||
  { echo "需要 Python 3.11 以上;可用 PYTHON=… 指明" >&2; exit 1; }
"${PYTHON:-python3}" -m venv "$target"
pip="$target/bin/pip --quiet --disable-pip-version-check install --no-index --no-cache-dir"
$pip --find-links wheels --require-hashes --requirement product.lock
$pip --no-deps --force-reinstall ./jili-*.whl
mkdir -p "$target/share/fonts" "$target/share/deploy"
cp fonts/* "$target/share/fonts/"
cp -R deploy/. "$target/share/deploy/"
echo "已装好:$target/bin/jili(字体在 $target/share/fonts,nginx、PostgreSQL 的例子在 $target/share/deploy)"
