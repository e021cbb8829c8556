#!/usr/bin/env bash
# 库表基准：一百万行，四列脱敏；与管道 COPY（SQL 内脱敏、目标有主键）在同一次运行中比较。
# Times the table pattern beside piped COPY with masking in SQL into a keyed table, in one run on one server.
#   deploy/benchmarks/table.sh [ROWS] [ROUNDS] [SUBJECTS]     SUBJECTS=true: id_no is digested per person for the ledger
# Needs psql and a build (./mvnw -DskipTests install). Prints the load of the machine before and after.
set -euo pipefail
cd "$(dirname "$0")/../.."
rows=${1:-1000000} rounds=${2:-3} subjects=${3:-true}
command -v psql > /dev/null || { echo "需要 psql。 psql is needed: apt-get install postgresql-client" >&2; exit 1; }
classpath=$(mktemp)
trap 'rm -f "$classpath"' EXIT
./mvnw -B -ntp -q -Dquick -pl hub-runtime/app test-compile dependency:build-classpath \
  -Dmdep.outputFile="$classpath" -Dmdep.includeScope=test
cat /proc/loadavg
java -Xmx512m -cp "hub-runtime/app/target/test-classes:hub-runtime/app/target/classes:$(cat "$classpath")" \
  cn.laohekou.hub.runtime.table.TableLoad "$rows" "$rounds" "$subjects" 2> /dev/null | grep '^rows'
cat /proc/loadavg
