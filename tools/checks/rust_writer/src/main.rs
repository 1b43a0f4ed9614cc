//! Reads a safetensors file and writes it again with the format's reference library: `rust_writer IN OUT`.
use safetensors::SafeTensors;
use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    let paths: Vec<String> = env::args().skip(1).collect();
    let bytes = fs::read(&paths[0])?;
    let (_, header) = SafeTensors::read_metadata(&bytes)?;
    let tensors = SafeTensors::deserialize(&bytes)?.tensors();
    safetensors::serialize_to_file(tensors, header.metadata().clone(), Path::new(&paths[1]))?;
    Ok(())
}
