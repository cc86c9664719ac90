package dev.semblance.benchmarks.index;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.semblance.core.index.SimdSupport;

/** What each of the benchmarks prints as JSON. */
public record Report(String benchmark, String java, int cores, boolean simd, Object result) {
    public static void print(String benchmark, Object result) throws JsonProcessingException {
        Report report = new Report(
                benchmark,
                System.getProperty("java.version"),
                Runtime.getRuntime().availableProcessors(),
                SimdSupport.available(),
                result);
        System.out.println(JsonMapper.builder().build().writeValueAsString(report));
    }
}
