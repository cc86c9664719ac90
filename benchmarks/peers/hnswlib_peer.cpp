// hnswlib beside Semblance: the same vectors, M and efConstruction, asked in turns.
//
//   hnswlib_peer VECTORS QUERIES COUNT QUERY_COUNT DIMENSION M EF_CONSTRUCTION THREADS INDEX RESULTS
//
// VECTORS and QUERIES are float32 little-endian. The index is read from INDEX, or built and written there.
// A line "EF THREADS" on standard input asks all queries once and writes to RESULTS, for each query, its time
// by the clock and on its core (int64 nanoseconds each) and the numbers of ten neighbours (int32), then
// prints the time of all by the clock. It ends with its input.
#include <hnswlib/hnswlib.h>

#include <atomic>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <string>
#include <thread>
#include <vector>

namespace {
constexpr int K = 10;

struct Found {
    int64_t wall;
    int64_t cpu;
    int32_t ids[K];
};

int64_t now(clockid_t clock) {
    timespec time;
    clock_gettime(clock, &time);
    return time.tv_sec * 1000000000LL + time.tv_nsec;
}

std::vector<float> read(const char *file, size_t values) {
    std::vector<float> all(values);
    std::ifstream in(file, std::ios::binary);
    in.read(reinterpret_cast<char *>(all.data()), values * sizeof(float));
    if (!in) {
        std::cerr << "cannot read " << file << std::endl;
        std::exit(1);
    }
    return all;
}

template <typename Work>
void inThreads(size_t threads, size_t count, Work work) {
    std::atomic<size_t> next{0};
    auto run = [&] {
        for (size_t i = next++; i < count; i = next++) {
            work(i);
        }
    };
    std::vector<std::thread> others;
    for (size_t i = 1; i < threads; i++) {
        others.emplace_back(run);
    }
    run();
    for (auto &other : others) {
        other.join();
    }
}
}  // namespace

int main(int count, char **arguments) {
    if (count != 11) {
        return 2;
    }
    const size_t documents = std::stoul(arguments[3]);
    const size_t queryCount = std::stoul(arguments[4]);
    const size_t dimension = std::stoul(arguments[5]);
    const size_t threads = std::stoul(arguments[8]);
    const std::string indexFile = arguments[9];
    hnswlib::InnerProductSpace space(dimension);
    const int64_t start = now(CLOCK_MONOTONIC);
    hnswlib::HierarchicalNSW<float> *index;
    const bool built = !std::ifstream(indexFile).good();
    if (built) {
        const std::vector<float> vectors = read(arguments[1], documents * dimension);
        index = new hnswlib::HierarchicalNSW<float>(
                &space, documents, std::stoul(arguments[6]), std::stoul(arguments[7]));
        index->addPoint(vectors.data(), 0);
        inThreads(threads, documents - 1, [&](size_t i) {
            index->addPoint(vectors.data() + (i + 1) * dimension, i + 1);
        });
        index->saveIndex(indexFile + ".part");
        std::rename((indexFile + ".part").c_str(), indexFile.c_str());
    } else {
        index = new hnswlib::HierarchicalNSW<float>(&space, indexFile);
    }
    const std::vector<float> queries = read(arguments[2], queryCount * dimension);
    std::cout << (built ? "built " : "loaded ") << (now(CLOCK_MONOTONIC) - start) << std::endl;

    std::vector<Found> found(queryCount);
    size_t ef, searchers;
    while (std::cin >> ef >> searchers) {
        index->setEf(ef);
        const int64_t begin = now(CLOCK_MONOTONIC);
        inThreads(searchers, queryCount, [&](size_t i) {
            const int64_t wall = now(CLOCK_MONOTONIC);
            const int64_t cpu = now(CLOCK_THREAD_CPUTIME_ID);
            auto nearest = index->searchKnn(queries.data() + i * dimension, K);
            for (size_t at = nearest.size(); at > 0; at--) {
                found[i].ids[at - 1] = static_cast<int32_t>(nearest.top().second);
                nearest.pop();
            }
            found[i].cpu = now(CLOCK_THREAD_CPUTIME_ID) - cpu;
            found[i].wall = now(CLOCK_MONOTONIC) - wall;
        });
        const int64_t all = now(CLOCK_MONOTONIC) - begin;
        std::ofstream out(arguments[10], std::ios::binary);
        for (const Found &each : found) {
            out.write(reinterpret_cast<const char *>(&each.wall), sizeof each.wall);
            out.write(reinterpret_cast<const char *>(&each.cpu), sizeof each.cpu);
            out.write(reinterpret_cast<const char *>(each.ids), sizeof each.ids);
        }
        out.close();
        std::cout << all << std::endl;
    }
    return 0;
}
