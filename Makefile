# Baku: every object by its floor, so that this file is the table of contents of the architecture.
#
#   make            build/baku            make test     all tests, closes with "N passed, N failed"
#   make bench      speeds as ratios      make sizes    sizes of files and functions
#   make soak       random SOPs, a longer dose
#   MODE=release (default), asan, cover or fuzz; WERROR=1 for developers and CI

MODE ?= release
CC ?= cc
LIBS := yaml-0.1 libpcre2-8 libcrypto jansson sqlite3
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes \
        -Wswitch-enum -Wundef -Wvla -Wwrite-strings -Wno-overlength-strings $(if $(WERROR),-Werror)
OPT_release := -O2
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
OPT_cover := -O0 -g --coverage
OPT_fuzz := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
OWN := -std=c17 $(WARN) $(OPT_$(MODE)) -fvisibility=hidden -Iengine -Iinclude \
          $(shell pkg-config --cflags $(LIBS))
LDLIBS := $(shell pkg-config --libs $(LIBS)) -lm
OUT := build/$(MODE)
JOBS := $(shell nproc 2>/dev/null || echo 2)

# floor 0: knows nothing above
BASE := arena buf digest finding map must nearest place sort text utf8
# floor 1: the typed definition
MODEL := calendar citation counterpart duration event idnumber moment number pattern plan record sop straight workclock
# floor 2, pure: no files, no clock
READ := bytes construct document holidays keys legal link names parts region scenario sop step strict values yaml
RUN := ahead apply decide elapsed many play script state state_bytes transfer
CHECK := block calls check columns ends exits flow guards identity inputs legal_basis meetings overwritten related \
         report secrets survey title uses waivers ways witness
TIME := audit block chance claim course finish kept listing matters order path reach report rework stated totals trail \
        ways work
# floor 2, effects
PROOF := secret_key
STORE := backup cases change create events examine leaf leftovers migrate open people place requests revisions \
         schema settings sql tasks verify
WORLD := account clock files
# floor 3: include/
API := answer audit audit_calendar audit_csv audit_json audit_observed audit_page audit_parts audit_steps \
       audit_summary audit_verdict audit_words audited baku bundle care cases cases_csv cases_erase cases_get \
       cases_json cases_list cases_move cases_show check chronicle compare content_judge contents csv definitions \
       desk doctor due_words explain explain_md findings findings_md grants handing holidays import_head import_row \
       judging lacking law library listing markdown meant norms observed page perform permit permitted publish rated \
       rates recording retried revisions run sarif schema schema_values services show spoken standing telling test \
       trace tree turned users users_remove when
# floor 4: sees include/ alone
BAKU := case_text cli cmd_audit cmd_care cmd_case cmd_check cmd_compare cmd_explain cmd_help cmd_publish \
        cmd_revisions cmd_run cmd_schema cmd_show cmd_test cmd_user cmd_worklist compare_table compare_text deed \
        findings_text list_text main out page_text refusal_text table

PURE := $(BASE:%=base/%) $(MODEL:%=model/%) $(READ:%=read/%) $(CHECK:%=check/%) $(RUN:%=run/%) $(TIME:%=time/%)
ENGINE := $(PURE) $(PROOF:%=proof/%) $(STORE:%=store/%) $(WORLD:%=world/%) $(API:%=api/%)
ENGINE_O := $(ENGINE:%=$(OUT)/engine/%.o) $(OUT)/gen/examples.o $(OUT)/gen/schema.o
BAKU_O := $(BAKU:%=$(OUT)/tools/baku/%.o)

all: $(if $(filter release,$(MODE)),build/baku,$(OUT)/baku)

# the program that people use is the release build, whatever else was built last
build/baku: build/release/baku
	@cp $< $@.new && mv $@.new $@

$(OUT)/baku: $(BAKU_O) $(OUT)/libbaku.a
	$(CC) $(OWN) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(OUT)/libbaku.a: $(ENGINE_O)
	@rm -f $@
	$(AR) rcs $@ $^

$(OUT)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(OWN) $(CFLAGS) $(if $(filter tests/%,$*),-Itests) $(if $(filter tests/% tools/baku/%,$*),-Itools/baku) -MMD -MP -c -o $@ $<

$(OUT)/gen/examples.c: tools/dev/embed-examples $(wildcard engine/api/examples/*.yaml)
	@mkdir -p $(@D)
	@sh $< engine/api/examples > $@.new && mv $@.new $@

$(OUT)/gen/schema.c: tools/dev/embed-schema schemas/store.sql
	@mkdir -p $(@D)
	@sh $< schemas/store.sql > $@.new && mv $@.new $@

$(OUT)/gen/%.o: $(OUT)/gen/%.c
	$(CC) $(OWN) $(CFLAGS) -MMD -MP -c -o $@ $<

# the schemas that editors use and the page of all findings, as baku prints them; tests/test_schema.c keeps them so
schemas: $(patsubst %,schemas/%.schema.json,sop region scenario legal holidays) schemas/findings.md

schemas/findings.md: build/baku
	@$< explain --lang id --format md > $@.new && mv $@.new $@

schemas/%.schema.json: build/baku
	@mkdir -p $(@D)
	@$< schema $* > $@.new && mv $@.new $@

# what is known to be wrong in the SOPs, and whether the times they claim are true; tests/documents keeps both so
findings: build/baku
	@$< check --accepted --lang id --format md sops > build/findings.md; [ $$? -le 1 ] && cp build/findings.md sops/FINDINGS.md
audit: build/baku
	@$< audit --lang id --format md > build/audit.md; [ $$? -le 1 ] && cp build/audit.md sops/AUDIT.md

# tests: each test_*.c is a cmocka program; tests/run-all runs them, the gates and the transcripts, and counts
TESTS := $(patsubst tests/test_%.c,%,$(wildcard tests/test_*.c))
TEST_LIBS := $(shell pkg-config --libs cmocka 2>/dev/null)
OBJECTS_FIRST = $(filter %.o,$^) $(filter %.a,$^)
TEST_PROGRAMS := $(TESTS:%=$(OUT)/tests/test_%)

$(OUT)/tests/test_%: $(OUT)/tests/test_%.o $(OUT)/libbaku.a
	$(CC) $(OWN) $(CFLAGS) $(LDFLAGS) -o $@ $(OBJECTS_FIRST) $(LDLIBS) $(TEST_LIBS)

# property: random SOPs, what is done with them, and what must hold; for test_property and fuzz_property
PROPERTY_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/property/*.c))

$(OUT)/tests/test_property $(OUT)/tests/test_planted $(OUT)/tests/fuzz/fuzz_property: $(PROPERTY_O)

# timed: every case of a SOP, one by one, with exact rationals: the judge of engine/time
TIMED_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/timed/*.c))

$(OUT)/tests/test_timed $(OUT)/tests/test_audit_property: $(PROPERTY_O) $(TIMED_O)
$(OUT)/tests/test_timed $(OUT)/tests/test_audit_property: LDLIBS += $(shell pkg-config --libs gmp 2>/dev/null) -lm

# stores: fresh stores and rows for them, the suite that any store must pass, and a disk that fails beside SQLite, too
STORES_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/store/*.c))
STORE_TESTS := $(patsubst tests/%.c,$(OUT)/tests/%,$(wildcard tests/test_store*.c))

$(STORES_O) $(STORE_TESTS:%=%.o) $(OUT)/tests/test_leaf.o: OWN += -Itests
$(STORE_TESTS): $(STORES_O)
$(STORE_TESTS): LDFLAGS += $(foreach call,chmod fsync link rename renameat2 unlink,-Wl,--wrap=$(call))
# statfs and the steps of a copy are the test's
$(OUT)/tests/test_store_place: LDFLAGS += -Wl,--wrap=statfs,--wrap=sqlite3_backup_step

# text: how the command line prints what the library answers
$(OUT)/tests/test_text: $(patsubst %,$(OUT)/tools/baku/%.o,case_text cli findings_text list_text out page_text refusal_text table)
$(OUT)/tests/test_compare_text: $(patsubst %,$(OUT)/tools/baku/%.o,cli compare_table compare_text out)

# what runs in an office: with a clock that the tests set
CLOCKED := cases contents faults import kills limits lists move observed restore users
$(CLOCKED:%=$(OUT)/tests/test_%): LDFLAGS += -Wl,--wrap=clock_now

$(OUT)/tests/test_memory: LDFLAGS += -Wl,--wrap=clock_now,--wrap=random_bytes

test-programs: $(TEST_PROGRAMS) $(OUT)/baku

test: build/baku
	@$(MAKE) -s -j$(JOBS) test-programs
	@$(MAKE) -s -j$(JOBS) MODE=asan test-programs
	@sh tests/run-all

# soak: random SOPs, planted faults and times in a longer dose, from another number each time: make soak SEED=7 COUNT=1000000;
# kills; and the store: killed 200 times, more ways to lose the power, each allocation failing
STORE_SOAK := $(OUT)/tests/test_store_crowd $(OUT)/tests/test_store_faults $(OUT)/tests/test_store_memory
SOAK := test_property test_planted test_audit_property test_kills

soak: $(SOAK:%=$(OUT)/tests/%) $(STORE_SOAK)
	@SEED=$${SEED:-$$(date +%s)} COUNT=$${COUNT:-50000} $<
	@SEED=$${SEED:-$$(date +%s)} COUNT=$${COUNT:-100000} $(OUT)/tests/test_planted
	@SEED=$${SEED:-$$(date +%s)} COUNT=$${COUNT:-50000} $(OUT)/tests/test_audit_property
	@SEED=$${SEED:-$$(date +%s)} COUNT=$${KILLS:-400} $(OUT)/tests/test_kills
	@for test in $(STORE_SOAK); do KILLS=200 SEEDS=20 EVERY=1 $$test || exit; done

# bench: speeds beside their floors; fails nothing
BENCH_O := $(patsubst %.c,$(OUT)/%.o,$(wildcard tests/bench/*.c))

$(OUT)/tests/bench/bench: $(BENCH_O) $(OUT)/tests/store/fixture.o $(OUT)/libbaku.a
	$(CC) $(OWN) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

bench: build/baku
	@$(MAKE) -s -j$(JOBS) $(OUT)/tests/bench/bench
	@$(OUT)/tests/bench/bench build/baku

# make MODE=fuzz CC=clang fuzz; then build/fuzz/tests/fuzz/fuzz_read -max_len=4096 NEW tests/fuzz/corpus-read
FUZZERS := $(patsubst %.c,$(OUT)/%,$(wildcard tests/fuzz/fuzz_*.c))

$(OUT)/tests/fuzz/fuzz_%: $(OUT)/tests/fuzz/fuzz_%.o $(OUT)/libbaku.a
	$(CC) $(OWN) $(CFLAGS) -fsanitize=fuzzer $(LDFLAGS) -o $@ $(OBJECTS_FIRST) $(LDLIBS)

fuzz: $(FUZZERS)

sizes: ; @sh tools/dev/sizes
clean: ; rm -rf build

.PHONY: all audit bench clean findings fuzz schemas sizes soak test test-programs
.SECONDARY:
-include $(wildcard $(OUT)/*/*.d $(OUT)/*/*/*.d $(OUT)/*/*/*/*.d)
